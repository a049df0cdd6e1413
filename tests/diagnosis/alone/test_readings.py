import numpy as np
import pytest

from wellfit.diagnosis.alone.readings import Since, above_lowest, above_start, late_change
from wellfit.diagnosis.curves import late_fall

CURVES = np.random.default_rng(0).normal(0.5, 0.1, (4, 23))


def test_the_late_change_is_the_late_fall_of_a_single_seed():
    assert late_change(CURVES[:1])[0] == pytest.approx(late_fall(CURVES[:1]).value)


@pytest.mark.parametrize("reading", [above_lowest, above_start, late_change, Since(0.3)])
def test_a_reading_follows_the_scale_and_forgets_the_level(reading):
    assert reading(3 * CURVES + 5) == pytest.approx(3 * reading(CURVES))


@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_the_change_since_a_place(place):
    falling = np.arange(20.0, 0.0, -1)[None]
    assert Since(place)(falling)[0] <= 0
    assert Since(1.0)(falling)[0] >= -2
