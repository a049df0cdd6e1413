"""A small series whose parts are known."""

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest


def river(rows: int = 300) -> pl.DataFrame:
    """Hourly levels: a day's wave, what it rained before, and noise; wind is a category that says nothing."""
    random = np.random.default_rng(0)
    rain = random.exponential(size=rows)
    level = 10 + 3 * np.sin(2 * np.pi * np.arange(rows) / 24) + np.roll(rain, 1) + random.normal(0, 0.2, rows)
    when = [datetime(2024, 1, 1) + timedelta(hours=hour) for hour in range(rows)]
    return pl.DataFrame(
        {"when": when, "level": level, "rain": rain, "wind": random.choice(["west", "north"], rows), "note": "x"}
    )


@pytest.fixture
def rows() -> pl.DataFrame:
    """300 hours of the river."""
    return river()
