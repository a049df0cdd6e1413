import numpy as np
import pytest

from wellfit.diagnosis.curves import best_epochs, last_values, late_fall, systematic_rise, values_held
from wellfit.diagnosis.underfit import still_falls

NAN = np.nan


def test_a_stopped_member_ends_at_its_last_value():
    curves = np.array([[3.0, 2.0, NAN], [3.0, 2.0, 1.0]])
    assert last_values(curves).tolist() == [2.0, 1.0]
    assert values_held(curves).tolist() == [[3.0, 2.0, 2.0], [3.0, 2.0, 1.0]]
    assert best_epochs(curves).tolist() == [1, 2]


def test_a_seed_without_values():
    with pytest.raises(ValueError, match="leave out seeds that failed"):
        last_values(np.array([[NAN, NAN], [1.0, 2.0]]))


def test_rise_is_counted_from_the_epoch_of_the_others():
    # Each seed's own minimum is at another epoch than the other's: the rise is 0.3 - 0.4 for one and 0.5 - 0.2 else.
    curves = np.array([[0.5, 0.2, 0.4, 0.3], [0.6, 0.4, 0.2, 0.5]])
    found = systematic_rise(curves)
    assert found.value == pytest.approx(((0.3 - 0.4) + (0.5 - 0.4)) / 2)


def test_bouncing_curves_do_not_rise():
    generator = np.random.default_rng(0)
    found = [systematic_rise(generator.normal(0.3, 0.02, (5, 40))) for _ in range(400)]
    own = [np.mean(curve[:, -1] - curve.min(axis=1)) for curve in generator.normal(0.3, 0.02, (400, 5, 40))]
    assert np.mean(own) > 0.03
    assert abs(np.mean([one.value for one in found])) < 0.003
    # A little over 2.5 %, since seeds share the others' curves; `overfit` asks for a second proof besides.
    assert np.mean([one.low > 0 for one in found]) < 0.08


def test_late_fall_by_quarters():
    curves = np.array([[8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0], [8.0, 7.0, 6.0, 5.0, NAN, NAN, NAN, NAN]])
    # Seed 1: mean(2, 1) - mean(4, 3) = -2. Seed 2 stopped after four epochs: 5 - 6 = -1.
    assert late_fall(curves).value == pytest.approx(-1.5)
    assert late_fall(np.array([[2.0, 1.0], [2.0, 1.0]])).value == 0.0


def test_still_falls_needs_late_best_epochs_and_a_worthwhile_fall():
    epochs = np.arange(12)
    falling = np.stack([1 - 0.05 * epochs, 1.02 - 0.05 * epochs])
    assert still_falls(falling)
    assert not still_falls(np.stack([1 - 1e-4 * epochs, 1.02 - 1e-4 * epochs]))
    assert not still_falls(np.where(epochs == 2, 0.1, falling))
