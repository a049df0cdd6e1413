import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wellfit.diagnosis.alone.evidence import CurveEvidence
from wellfit.diagnosis.alone.turning import turning_epoch, valley


def evidence(curve, epochs=None):
    curve = np.atleast_2d(np.asarray(curve, float))
    return CurveEvidence(
        train_loss=curve,
        validation_loss=curve,
        epochs=np.arange(1, curve.shape[1] + 1) if epochs is None else np.asarray(epochs),
        failed=np.zeros(len(curve), bool),
    )


def test_a_clear_turn_leaves_no_doubt():
    found = turning_epoch(evidence([3, 2, 1, 2, 3, 4, 5, 6]))
    assert (found.value, found.low, found.high) == (3, 3, 3)


def test_several_seeds_give_the_interval_over_them():
    found = turning_epoch(evidence([[3, 1, 2, 3], [3, 2, 1, 3], [3, 2, 1, 3]]))
    assert (found.value, found.low, found.high) == (3, 1, 4)


def test_the_numbers_are_those_of_the_epochs_that_were_validated():
    assert turning_epoch(evidence([3, 2, 1, 2, 3, 4], [5, 10, 15, 20, 25, 30])).value == 15


@given(arrays(np.float64, st.integers(3, 300), elements=st.floats(0, 10)))
def test_it_is_an_epoch_within_its_interval(curve):
    found = turning_epoch(evidence(curve))
    assert 1 <= found.low <= found.value <= found.high <= len(curve)
    assert found.value == 1 + curve.argmin()


@given(arrays(np.float64, st.integers(3, 60), elements=st.floats(0, 10)))
def test_a_valley_falls_and_then_rises(curve):
    steps = np.sign(np.round(np.diff(valley(curve)), 9))
    steps = steps[steps != 0]
    assert (np.diff(steps) >= 0).all()


def test_a_curve_that_is_a_valley_is_its_own_but_for_the_floor():
    curve = np.array([5.0, 3.0, 2.0, 2.0, 4.0])
    assert valley(curve).tolist() == pytest.approx(curve.tolist())
