"""The shared order is a permutation, differs by epoch, and mixes what lies together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.engine.streaming.order import shared_order
from wellfit.engine.streams import Stream


@given(st.integers(1, 400), st.integers(0, 5), st.integers(1, 60), st.integers(1, 300))
def test_every_row_comes_once(rows, epoch, block, window):
    order = shared_order(rows, epoch, block=block, window=window)
    np.testing.assert_array_equal(np.sort(order), np.arange(rows))
    np.testing.assert_array_equal(order, shared_order(rows, epoch, block=block, window=window))


@given(st.integers(2, 300), st.integers(1, 40), st.integers(1, 300))
def test_a_window_holds_few_blocks(rows, block, window):
    order = shared_order(rows, 0, block=block, window=window)
    for first in range(0, rows, window):
        places = np.sort(order[first : first + window])
        # Runs of neighbours: as many as blocks, of which the first and the last may be cut by the window.
        assert np.sum(np.diff(places) > 1) <= window // block + 2


def test_epochs_differ_and_so_do_neighbours():
    first, second = (shared_order(10_000, epoch, block=50, window=1000) for epoch in (0, 1))
    assert (first != second).mean() > 0.99
    # Blocks begin elsewhere, so that a block's rows are not always together.
    assert len({int(min(order[:1000]) % 50) for order in (first, second)}) == 2


@pytest.mark.parametrize("block, window", [(1, 7), (10, 100), (10, 1000)])
def test_rows_that_can_be_read_one_by_one_come_in_the_order_of_the_first_seed(block, window):
    batches = Stream(seed=0).batches(100, 1, range(3, 4))[0]
    np.testing.assert_array_equal(shared_order(100, 3, block=block, window=window), batches.reshape(-1))


def test_labels_in_blocks_are_mixed_in_each_batch():
    labels = np.arange(50_000) // 5_000  # sorted by class, as many tables are
    order = shared_order(50_000, 0, block=100, window=10_000)
    batches = labels[order].reshape(-1, 100)
    classes = np.array([len(np.unique(batch)) for batch in batches])
    # A full permutation has 10.0 classes in nearly every batch of a hundred.
    assert classes.min() >= 7
    assert classes.mean() > 9.5
