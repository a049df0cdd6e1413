"""The naive baselines of a series: it stays as it is, or repeats its last season."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wellfit.data.dataset import Dataset
from wellfit.data.series.facts import SeriesRows
from wellfit.workflow.baselines.baseline import Baseline, Predict, measured

SAME = "The same as naive at this horizon."


def fit(dataset: Dataset, *, seed: int = 0, max_rows: int = 0) -> Baseline:
    """The last known value. Nothing is fitted; `seed` and `max_rows` are those of the family."""
    return measured("naive", dataset, _said(dataset, _rows(dataset).last))


def fit_seasonal(dataset: Dataset, *, seed: int = 0, max_rows: int = 0) -> Baseline:
    """The value one season before the time of the forecast, or as many seasons as the horizon takes."""
    series = _rows(dataset)
    note = SAME if np.array_equal(series.season_ago, series.last) else ""
    return measured("seasonal_naive", dataset, _said(dataset, series.season_ago), note)


def _rows(dataset: Dataset) -> SeriesRows:
    if dataset.series is None:
        raise ValueError(f"{dataset.name} is no series: its rows have no past to repeat")
    return dataset.series


def _said(dataset: Dataset, values: NDArray[np.floating]) -> Predict:
    def predict(rows: NDArray[np.int64]) -> NDArray[np.floating]:
        return dataset.pipeline.target.encode(pl.Series(values[rows]))

    return predict
