import numpy as np
import pytest

from wellfit.data.pipeline.bend import fit_bends, skewness


def bend_of(values: np.ndarray) -> tuple[float, float]:
    column = values[:, None]
    low, high = np.nanquantile(column, [0.001, 0.999], axis=0)
    middle, bend = fit_bends(column, low, high)[:, 0]
    return float(middle), float(bend)


def test_skewness_of_an_exponential_is_two():
    values = np.random.default_rng(0).exponential(size=(200_000, 1))
    assert skewness(values)[0] == pytest.approx(2, abs=0.1)


def test_symmetric_columns_stay_straight():
    assert bend_of(np.random.default_rng(0).normal(size=1000)) == (0, 0)


def test_a_positive_column_bends_around_zero():
    middle, bend = bend_of(np.random.default_rng(0).lognormal(0, 1.5, 2000))
    assert middle == 0
    assert 0.01 < bend < 2


def test_a_column_of_both_signs_bends_around_its_median():
    values = np.random.default_rng(0).lognormal(0, 1.5, 2001) - 1.0
    middle, bend = bend_of(values)
    assert middle == pytest.approx(np.median(values))
    assert bend > 0


def test_the_unit_does_not_matter():
    values = np.random.default_rng(0).lognormal(0, 1.5, 2000)
    assert bend_of(values * 1e-6)[1] == pytest.approx(1e-6 * bend_of(values)[1])


def test_many_zeros_and_a_few_large_numbers():
    values = np.zeros(1000)
    values[:80] = np.random.default_rng(0).lognormal(8, 1, 80)
    assert bend_of(values)[1] > 0


def test_missing_numbers_are_left_out():
    values = np.random.default_rng(0).lognormal(0, 1.5, 2000)
    holed = np.append(values, np.full(500, np.nan))
    assert bend_of(holed) == pytest.approx(bend_of(values))
