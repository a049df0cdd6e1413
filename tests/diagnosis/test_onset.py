import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wellfit.diagnosis import Interval, onset


def curve(minimum, epochs=20):
    return np.abs(np.arange(1, epochs + 1) - minimum) / 10 + 0.3


def test_rounded_outward():
    # Minima 4, 4, 5: mean 4.33, half width 4.302653 * 0.57735 / sqrt(3) = 1.434: from 2.90 to 5.77.
    found = onset(np.stack([curve(4), curve(4), curve(5)]))
    assert (found.value, found.low, found.high) == (4, 2, 6)


def test_clipped_to_the_epochs_there_are():
    found = onset(np.stack([curve(1), curve(20)]))
    assert (found.low, found.high) == (1, 20)


def test_one_seed_could_be_any_epoch():
    found = onset(curve(4)[None])
    assert (found.value, found.low, found.high) == (4, 1, 20)


def test_members_that_stopped_early():
    stopped = np.where(np.arange(20) < 8, curve(4), np.nan)
    assert onset(np.stack([stopped, curve(4)])).value == 4


def test_covers_the_mean_epoch_of_the_minimum():
    generator = np.random.default_rng(0)
    minima = np.clip(np.round(generator.normal(6.3, 1.5, (600, 5))), 1, 20)
    found = [onset(np.stack([curve(minimum) for minimum in row])) for row in minima]
    # Rounding outward can only add to the 95 %.
    assert np.mean([one.low <= 6.3 <= one.high for one in found]) >= 0.95
    assert np.mean([one.high - one.low for one in found]) < 6


@given(arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(1, 12)), elements=st.floats(0, 10)))
def test_always_whole_epochs_in_order(losses):
    found = onset(losses)
    assert 1 <= found.low <= found.value <= found.high <= losses.shape[1]
    assert all(end == int(end) for end in (found.low, found.value, found.high))


def test_a_failed_member_is_refused():
    with pytest.raises(ValueError, match="leave out seeds that failed"):
        onset(np.array([[np.nan, np.nan], [0.3, 0.2]]))


def test_with_folds_it_is_the_minimum_of_the_mean_curve():
    # Two seeds of two folds: mean curves [3, 1, 4] and [3, 4, 2], together [3, 2.5, 3].
    losses = np.array([[3.0, 1, 4], [3, 1, 4], [3, 4, 2], [3, 4, 2]])
    found = onset(losses, folds=2)
    # Drawing fold 0 twice gives epoch 2, fold 1 twice epoch 3, each in a quarter of the draws.
    assert (found.value, found.low, found.high) == (2.0, 2.0, 3.0)


def test_folds_that_agree_leave_no_doubt():
    assert onset(np.tile([3.0, 1, 4], (8, 1)), folds=4) == Interval(value=2.0, low=2.0, high=2.0)
