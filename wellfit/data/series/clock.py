"""When each row was: its columns of time as places on an even scale, and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from wellfit.data import cells, dates

Unit = Literal["time", "months", "number"]
# Names of the parts of a date, from the coarsest.
PARTS = ("year", "month", "day", "hour", "minute", "second")
DAY = 86_400_000_000  # microseconds
_LENGTHS = ((7 * DAY, "week"), (DAY, "day"), (DAY // 24, "hour"), (DAY // 1440, "minute"), (DAY // 86_400, "second"))


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Place p is the time `start + p * step`: microseconds since 1970, months since January 1970, or plain numbers.

    `columns` are one column of times, or parts of a date in several columns by name (year, month, ...). Of months,
    `day` is the day of the month (the last one where a month is shorter) and `rest` the microseconds of the day.
    """

    columns: tuple[str, ...]
    unit: Unit
    layout: str | None
    start: float
    step: float
    day: int = 1
    rest: float = 0.0

    def __post_init__(self) -> None:
        if not self.columns or self.step <= 0 or not 1 <= self.day <= 31:
            raise ValueError(f"columns {self.columns}, a step of {self.step}, day {self.day}")

    def places(self, frame: pl.DataFrame) -> np.ndarray:
        """[rows] where each row lies, NaN where it does not say when it was."""
        return self.places_of(moments(frame, self.columns, self.layout))

    def places_of(self, moments: np.ndarray) -> np.ndarray:
        """The places of moments, as `moments` gives them."""
        scale = months(moments) if self.unit == "months" else moments
        return (scale - self.start) / self.step

    def times(self, places: np.ndarray) -> pl.Series:
        """[places] points in time, or plain numbers."""
        scale = self.start + np.asarray(places, np.float64) * self.step
        if self.unit == "number":
            whole = bool((scale == np.round(scale)).all())
            return pl.Series("time", scale.astype(np.int64) if whole else scale)
        if self.unit == "months":
            return pl.Series("time", _from_months(scale, self.day, self.rest)).cast(pl.Datetime("us"))
        return pl.Series("time", np.round(scale).astype(np.int64)).cast(pl.Datetime("us"))

    def days(self, places: np.ndarray) -> np.ndarray:
        """[places] days since 1970; NaN where time is a plain number."""
        if self.unit == "number":
            return np.full(len(places), np.nan)
        return self.times(places).cast(pl.Int64).cast(pl.Float64).to_numpy() / DAY

    def span(self, steps: float) -> str:
        """So many steps in words.

        >>> Clock(columns=("t",), unit="time", layout=None, start=0.0, step=3.6e9).span(48)
        '2 days'
        """
        if self.unit == "number":
            return f"{steps:g} {'step' if steps == 1 else 'steps'}"
        if self.unit == "months":
            amount, name = steps * self.step, "month"
            if amount % 12 == 0:
                amount, name = amount / 12, "year"
        else:
            amount, name = _in_units(steps * self.step)
        return f"{amount:g} {name}{'' if amount == 1 else 's'}"


def moments(frame: pl.DataFrame, columns: Sequence[str], layout: str | None) -> np.ndarray:
    """[rows] microseconds since 1970 (or plain numbers), NaN where a row does not say when it was."""
    if len(columns) > 1 or columns[0].strip().lower() == PARTS[0]:
        return _microseconds(_joined(frame, columns))
    series = frame[columns[0]]
    if layout is None and (series.dtype.is_numeric() or cells.is_text(series.dtype)):
        return cells.numbers(series).cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return _microseconds(dates.times(series, layout))


def months(moments: np.ndarray) -> np.ndarray:
    """Whole months since January 1970 of microseconds since then."""
    found = np.full(len(moments), np.nan)
    known = ~np.isnan(moments)
    found[known] = moments[known].astype(np.int64).astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    return found


def day_of_month(moments: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of known moments the day of the month, and whether it is the month's last."""
    stamps = moments.astype(np.int64).astype("datetime64[us]")
    first = stamps.astype("datetime64[M]")
    day = (stamps.astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64) + 1
    return day, day == _length(first)


def _length(first: np.ndarray) -> np.ndarray:
    return ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)


def _from_months(scale: np.ndarray, day: int, rest: float) -> np.ndarray:
    first = np.round(scale).astype(np.int64).astype("datetime64[M]")
    place = np.minimum(day, _length(first)) - 1
    return (first.astype("datetime64[D]") + place).astype("datetime64[us]") + np.timedelta64(int(rest), "us")


def _in_units(microseconds: float) -> tuple[float, str]:
    """In the largest unit of which it is a whole number; in seconds where there is none."""
    fitting = (pair for pair in _LENGTHS if microseconds >= pair[0] and microseconds % pair[0] == 0)
    length, name = next(fitting, _LENGTHS[-1])
    return microseconds / length, name


def _joined(frame: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """The parts of a date as one column of times; null where one of them is missing or there is no such day."""
    parts = {name.strip().lower(): cells.numbers(frame[name]).cast(pl.Int32, strict=False) for name in columns}
    rows = pl.DataFrame(
        {part: parts.get(part, pl.repeat(int(part in PARTS[:3]), frame.height, eager=True)) for part in PARTS}
    )
    text = rows.select(pl.format("{}-{}-{} {}:{}:{}", *(pl.col(part) for part in PARTS)))
    return text.to_series().str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")


def _microseconds(times: pl.Series) -> np.ndarray:
    return times.cast(pl.Int64).cast(pl.Float64).fill_null(float("nan")).to_numpy()
