"""The naive forecasts of a series, by hand."""

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.workflow.baselines import FAMILY, OF_SERIES, family


def series(values, horizon=2, window=3):
    months = pl.date_range(pl.date(2000, 1, 1), pl.date(2020, 12, 1), "1mo", eager=True)[: len(values)]
    return wellfit.read(pl.DataFrame({"month": months, "y": values}), target="y", horizon=horizon, window=window)


@pytest.fixture(scope="module")
def data():
    """Twelve months that repeat, and rise by a tenth each time."""
    return series([month**2 + 0.1 * year for year in range(15) for month in range(12)])


def test_the_last_value(data):
    found = OF_SERIES["naive"](data)
    rows = data.rows("test")
    said = data.pipeline.target.restore(found.predict(rows))
    np.testing.assert_allclose(said, data.series.last[rows], atol=1e-5)
    truth = data.pipeline.target.restore(data.target[rows])
    assert found.score(rows).metric == pytest.approx(np.abs(data.series.last[rows] - truth).mean(), rel=1e-4)


def test_the_season_before_is_right_but_for_what_a_year_added(data):
    found = OF_SERIES["seasonal_naive"](data)
    assert data.pipeline.series.season == 12
    assert found.score(data.rows("test")).metric == pytest.approx(0.1, rel=1e-3)
    assert found.note == ""


def test_the_losses_of_neighbours_are_put_together(data):
    found = OF_SERIES["naive"](data)
    assert len(found.selection_rows) == 8 < len(data.rows("selection"))
    assert found.selection_rows.mean() == pytest.approx(found.selection.loss)


def test_a_season_that_says_the_same_is_told(data):
    assert (
        OF_SERIES["seasonal_naive"](series([*range(12)] * 15, horizon=12)).note == "The same as naive at this horizon."
    )


def test_which_baselines_make_sense(data):
    assert list(family(data)) == ["constant", "naive", "seasonal_naive", "linear", "boosting"]
    numbers = wellfit.read(pl.DataFrame({"t": range(60), "y": [0.5, 1.5, 9.0] * 20}), target="y", horizon=1)
    assert list(family(numbers)) == ["constant", "naive", "linear", "boosting"]
    iris = wellfit.read("example:iris")
    assert family(iris) is FAMILY
    with pytest.raises(ValueError, match="iris is no series: its rows have no past to repeat"):
        OF_SERIES["naive"](iris)
