"""Dates and times: how long ago, and where in the year, the week and the day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wellfit.data.pipeline.encoder import Dense, DenseEncoder

_DAY = 86_400_000_000  # microseconds
# Cycle → days, and how many waves describe it: three waves tell all seven weekdays apart.
CYCLES = {"year": (365.2425, 2), "week": (7.0, 3), "day": (1.0, 2)}
_LEAST_DATES = 30
_LEAST_YEARS = 1.0
_LEAST_TIMES = 3
# How far beyond the training rows time may run before it stands still, in lengths of their range.
_BEYOND = 0.5


@dataclass(frozen=True, kw_only=True)
class DateColumn:
    """Days since 1970 as (clip(t, low, high) - mean) / deviation, and the cycles that vary in the training rows."""

    name: str
    mean: float
    deviation: float
    low: float
    high: float
    cycles: tuple[str, ...]
    gaps: bool

    def __post_init__(self) -> None:
        if self.deviation <= 0 or self.low > self.high or not set(self.cycles) <= set(CYCLES):
            raise ValueError(f"deviation {self.deviation}, {self.low} to {self.high}, cycles {self.cycles}")

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The trend, sine and cosine of each wave of each cycle, and one for a missing value."""
        waves = (
            f"{self.name} {wave} of the {cycle}{f' × {order}' if order > 1 else ''}"
            for cycle in self.cycles
            for order in range(1, CYCLES[cycle][1] + 1)
            for wave in ("sine", "cosine")
        )
        return (self.name, *waves, *((f"{self.name} is missing",) if self.gaps else ()))


@dataclass(frozen=True, kw_only=True)
class DateEncoder(DenseEncoder):
    """Date and time columns as a trend and as waves, in which 23:59 is close to 0:00."""

    parts: tuple[DateColumn, ...]

    @classmethod
    def fit(cls, frame: pl.DataFrame, names: Sequence[str]) -> "DateEncoder":
        """The range of each column in the training rows and the cycles that vary in it."""
        return cls(parts=tuple(_fit(name, _days(frame[name])) for name in names))

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the date columns."""
        return tuple(part.name for part in self.parts)

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The features of each column in turn."""
        return tuple(name for part in self.parts for name in part.feature_names)

    def write(self, frame: pl.DataFrame, out: Dense) -> None:
        """Trend, waves and gaps; 0 where a date is missing."""
        start = 0
        for part in self.parts:
            days = _days(frame[part.name])
            stop = start + len(part.feature_names)
            out[:, start:stop] = np.stack(_features(part, days), axis=1)
            start = stop


def _features(part: DateColumn, days: np.ndarray) -> list[np.ndarray]:
    features = [(np.clip(days, part.low, part.high) - part.mean) / part.deviation, *waves(days, part.cycles)]
    features = [np.nan_to_num(feature, nan=0.0) for feature in features]
    return [*features, np.isnan(days).astype(float)] if part.gaps else features


def waves(days: np.ndarray, cycles: Sequence[str]) -> list[np.ndarray]:
    """Sine and cosine of each wave of each cycle, for days since 1970."""
    found: list[np.ndarray] = []
    for cycle in cycles:
        period, orders = CYCLES[cycle]
        for order in range(1, orders + 1):
            angle = 2 * np.pi * order * np.mod(days, period) / period
            found += [np.sin(angle), np.cos(angle)]
    return found


def _days(series: pl.Series) -> np.ndarray:
    """Days since 1970, NaN where missing."""
    return series.cast(pl.Datetime("us")).cast(pl.Int64).cast(pl.Float64).to_numpy() / _DAY


def _fit(name: str, days: np.ndarray) -> DateColumn:
    known = days[~np.isnan(days)]
    gaps = len(known) < len(days)
    known = known if len(known) else np.zeros(1)
    low, high = float(known.min()), float(known.max())
    return DateColumn(
        name=name,
        mean=float(known.mean()),
        deviation=float(known.std()) or 1.0,
        low=low - _BEYOND * (high - low),
        high=high + _BEYOND * (high - low),
        cycles=cycles(known),
        gaps=gaps,
    )


def cycles(days: np.ndarray) -> tuple[str, ...]:
    """A cycle counts where the rows run through it: twelve New Year's Days have no weekday worth learning."""
    dates = np.unique(np.floor(days))
    varied = {
        "year": np.ptp(dates) >= _LEAST_YEARS * CYCLES["year"][0] and len(dates) >= _LEAST_DATES,
        "week": len(dates) >= _LEAST_DATES,
        "day": len(np.unique(np.mod(days, 1.0).round(6))) >= _LEAST_TIMES,
    }
    return tuple(cycle for cycle, counts in varied.items() if counts)
