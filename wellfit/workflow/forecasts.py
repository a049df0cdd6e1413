"""The forecasts of the test period beside what came and what the naive forecasts said, for the report."""

from typing import Any

import numpy as np
import polars as pl

from wellfit.data.dataset import Dataset

# Points of the figure: of more of them nobody could tell one line from another.
MOST_POINTS = 300


def forecasts(data: Dataset, rows: np.ndarray, truth: np.ndarray, predicted: np.ndarray) -> dict[str, Any]:
    """The last part of the test period, in the target's own units, as the study holds it."""
    series, windows = data.series, data.pipeline.series
    if series is None or windows is None:
        raise TypeError("the dataset is no series")
    last = rows[-MOST_POINTS:]
    times = windows.clock.times(series.spoken_of[last])
    target = data.pipeline.target
    columns = {
        "truth": target.restore(truth[-MOST_POINTS:].astype(np.float64)),
        "forecast": target.decode(predicted[-MOST_POINTS:].astype(np.float64)),
        "naive": series.last[last],
        **({"seasonal_naive": series.season_ago[last]} if windows.season else {}),
    }
    return {
        "target": windows.target,
        "horizon": windows.horizon,
        "ahead": windows.clock.span(windows.horizon),
        "rows": len(rows),
        "dates": windows.clock.unit != "number",
        "time": times.dt.to_string("iso:strict").to_list() if times.dtype == pl.Datetime else times.to_list(),
        "values": {name: np.asarray(values, np.float64).tolist() for name, values in columns.items()},
    }
