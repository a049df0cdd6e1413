import numpy as np
import pytest

from wellfit.diagnosis.alone.bounce import beyond_bounce, noise
from wellfit.diagnosis.alone.readings import above_lowest, late_change
from wellfit.diagnosis.alone.scatter import condensed, scatter


@pytest.mark.parametrize("reading", [above_lowest, late_change])
@pytest.mark.parametrize("epochs", [6, 20, 200])
def test_an_end_above_zero_is_as_rare_as_promised(reading, epochs):
    generator = np.random.default_rng(1)
    curves = 0.5 + generator.normal(0, 0.01, (400, epochs))
    # Noise without any resemblance of neighbours is rarer still beyond the yardstick than the 2.5 %.
    above = np.mean([beyond_bounce(curve, reading).low > 0 for curve in curves])
    assert above <= 0.03


def test_a_higher_confidence_is_rarer():
    curve = 0.5 + np.random.default_rng(0).normal(0, 0.01, 30)
    narrow, wide = (beyond_bounce(curve, above_lowest, confidence=share) for share in (0.9, 0.99))
    assert wide.low < narrow.low <= narrow.value <= narrow.high <= wide.high


def test_the_level_of_a_curve_does_not_matter_and_its_scale_carries_over():
    curve = 1.0 + np.random.default_rng(0).normal(0, 0.01, 30)
    found, scaled = beyond_bounce(curve, above_lowest), beyond_bounce(10 * curve + 7, above_lowest)
    assert scaled.value == pytest.approx(10 * found.value)


def test_a_curve_without_any_noise_still_has_an_interval():
    found = beyond_bounce(np.full(10, 0.5), above_lowest)
    assert found.low <= 0 <= found.high
    assert found.high - found.low < 1e-4


def test_the_scatter_is_the_standard_deviation_of_independent_noise():
    curves = np.random.default_rng(0).normal(0, 2.0, (200, 400))
    assert scatter(curves).mean() == pytest.approx(2.0, rel=0.02)


def test_steep_first_epochs_do_not_count_as_noise():
    at = np.arange(30.0)
    assert scatter((5 * np.exp(-at))[None])[0] < 1e-3


def test_noise_has_the_scatter_asked_for():
    assert np.median(scatter(noise(0.3, 500, 40))) == pytest.approx(0.3, rel=0.1)


@pytest.mark.parametrize("epochs", [3, 80, 81, 1000])
def test_long_curves_are_condensed_to_their_end(epochs):
    short = condensed(np.arange(float(epochs)))
    assert 3 <= len(short) <= 80
    assert short[-1] == pytest.approx(epochs - 1, abs=epochs / 80)
