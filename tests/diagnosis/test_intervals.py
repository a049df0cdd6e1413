import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.diagnosis import Interval, mean_interval


def test_student_interval_by_hand():
    # Mean 2, standard deviation 1, t(0.975, 2 degrees) = 4.302653: half width 4.302653 / sqrt(3).
    found = mean_interval([1.0, 2.0, 3.0])
    assert found.value == 2.0
    assert found.high == pytest.approx(2 + 4.302653 / math.sqrt(3), abs=1e-5)
    assert found.low == pytest.approx(2 - 4.302653 / math.sqrt(3), abs=1e-5)


def test_one_sample_says_nothing_about_the_spread():
    found = mean_interval([3.0])
    assert (found.value, found.low, found.high) == (3.0, -math.inf, math.inf)
    assert found.as_dict() == {"value": 3.0, "low": None, "high": None}


def test_without_samples():
    with pytest.raises(ValueError, match="at least one sample"):
        mean_interval([])


def test_excludes():
    found = Interval(value=-0.2, low=-0.3, high=-0.1)
    assert found.excludes(0.0)
    assert not found.excludes(-0.1)


def test_coverage_is_95_percent():
    samples = np.random.default_rng(0).normal(1.5, 2.0, (4000, 5))
    covered = np.mean([not mean_interval(row).excludes(1.5) for row in samples])
    # Three standard errors of a share of 0.95 in 4,000 draws are 0.010.
    assert covered == pytest.approx(0.95, abs=0.011)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20), st.floats(-1e6, 1e6))
def test_interval_holds_its_value_and_moves_with_the_samples(samples, shift):
    found, moved = mean_interval(samples), mean_interval([value + shift for value in samples])
    assert found.low <= found.value <= found.high
    assert moved.value == pytest.approx(found.value + shift, abs=1e-6)
    assert moved.high - moved.low == pytest.approx(found.high - found.low, abs=1e-4)
