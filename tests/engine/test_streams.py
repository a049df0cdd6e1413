"""Batches: every row once an epoch, the same for a seed, and what the controls do to them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.engine.streams import CONTROLS, NOBODY, Stream

SIZES = st.tuples(st.integers(1, 60), st.integers(1, 80))


@given(SIZES, st.integers(0, 2**31))
def test_an_epoch_takes_each_row_once_and_only_its_last_batch_is_not_full(sizes, seed):
    rows, batch = sizes
    inputs, targets = Stream(seed=seed).batches(rows, batch, range(2))
    used = min(batch, rows)
    assert inputs.shape == targets.shape == (2, -(-rows // used), used)
    for epoch in inputs:
        np.testing.assert_array_equal(np.sort(epoch[epoch != NOBODY]), np.arange(rows))
        assert (epoch.ravel()[:rows] != NOBODY).all()
    np.testing.assert_array_equal(inputs, targets)


@pytest.mark.parametrize("control", CONTROLS)
def test_batches_depend_on_seed_and_epoch_alone(control):
    def batches(seed, epochs):
        return np.stack(Stream(seed=seed, control=control).batches(50, 8, epochs))

    whole = batches(3, range(4))
    np.testing.assert_array_equal(whole, batches(3, range(4)))
    np.testing.assert_array_equal(whole[:, 2:], batches(3, range(2, 4)))
    assert (whole != batches(4, range(4))).any()


def test_epochs_differ():
    inputs, _ = Stream(seed=0).batches(50, 8, range(2))
    assert (inputs[0] != inputs[1]).any()


def test_permuted_labels_keep_the_inputs_and_give_each_row_one_other_label():
    plain, _ = Stream(seed=5).batches(48, 8, range(3))
    inputs, targets = Stream(seed=5, control="permuted_labels").batches(48, 8, range(3))
    np.testing.assert_array_equal(inputs, plain)
    label_of = dict(zip(inputs[0].ravel(), targets[0].ravel(), strict=True))
    assert sorted(label_of.values()) == list(range(48))
    assert sum(row == label for row, label in label_of.items()) < 10
    for row, label in zip(inputs.ravel(), targets.ravel(), strict=True):
        assert label_of[row] == label  # for the whole training


def test_permuted_labels_leave_nobody_without_a_label():
    inputs, targets = Stream(seed=5, control="permuted_labels").batches(10, 4, range(1))
    np.testing.assert_array_equal(inputs == NOBODY, targets == NOBODY)


def test_one_batch_is_the_first_one_again_and_again():
    plain, _ = Stream(seed=5).batches(48, 8, range(2))
    inputs, targets = Stream(seed=5, control="one_batch").batches(48, 8, range(2))
    assert inputs.shape == plain.shape
    assert (inputs == plain[0, 0]).all()
    np.testing.assert_array_equal(inputs, targets)


def test_only_zeroed_inputs_are_blank():
    blank = [control for control in CONTROLS if Stream(seed=0, control=control).blank]
    assert blank == ["zeroed_inputs"]
