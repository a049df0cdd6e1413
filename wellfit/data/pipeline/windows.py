"""The last rows of a series as one window, and when the forecast is for: encoders that do not look ahead."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from wellfit.data import cells
from wellfit.data.column import Column
from wellfit.data.finding import Finding
from wellfit.data.pipeline.datetimes import CYCLES, cycles, waves
from wellfit.data.pipeline.prepare import prepare
from wellfit.data.series.clock import Clock
from wellfit.data.series.even import put_even
from wellfit.errors import DataError

if TYPE_CHECKING:
    from wellfit.data.pipeline.dense import DenseBlock
    from wellfit.data.pipeline.target import TargetEncoder

# Columns of laid-out rows beside those of the table: their place in time, and the target as far as known.
PLACE, HISTORY = "place in time", "known so far"


@dataclass(frozen=True, kw_only=True)
class Windows:
    """Row t is described by the rows t - window + 1 to t, and forecasts the target of row t + horizon.

    `season` is the length in steps of the cycle that repeats best, 0 where none is known; `calendar` names the cycles
    of the year, the week and the day that say when the forecast is for.
    """

    clock: Clock
    target: str
    horizon: int
    window: int
    season: int
    calendar: tuple[str, ...]

    def __post_init__(self) -> None:
        if min(self.horizon, self.window) < 1 or self.season < 0 or not set(self.calendar) <= set(CYCLES):
            raise ValueError(f"horizon {self.horizon}, window {self.window}, season {self.season}, {self.calendar}")

    def lay_out(self, frame: pl.DataFrame, columns: tuple[Column, ...]) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
        """Raw rows in order of time, a row for each step: the columns, the target, and where each row lies.

        Empty cells, and all cells of steps without a row, hold what was known last; the target itself stays empty
        there. Raises DataError where columns are missing and where the rows do not lie on the scale.
        """
        self._check_columns(frame)
        even = put_even(frame, self.clock)
        read = prepare(even.frame, columns).frame
        values = cells.numbers(even.frame[self.target]).cast(pl.Float64).fill_nan(None)
        rows = pl.DataFrame([*read, pl.Series(PLACE, even.places), values.alias(self.target)])
        every = pl.DataFrame({PLACE: np.arange(even.places[0], even.places[-1] + 1)})
        laid = every.join(rows, on=PLACE, how="left", maintain_order="left")
        known = [pl.col(column.name).forward_fill() for column in columns]
        return laid.with_columns(*known, pl.col(self.target).forward_fill().alias(HISTORY)), even.findings

    def _check_columns(self, frame: pl.DataFrame) -> None:
        missing = [name for name in (*self.clock.columns, self.target) if name not in frame.columns]
        if missing:
            raise DataError(
                f"The rows lack {', '.join(map(repr, missing))}: a forecast needs the time of each row, and the target "
                f"as far as it is known. Received were the columns {', '.join(map(repr, frame.columns))}. Add what is "
                "missing."
            )

    def shapes(self, dense: "DenseBlock") -> dict[str, tuple[int, ...]]:
        """The shape of one row of each block."""
        calendar = {"dense": (len(self.calendar_names),)} if self.calendar else {}
        return {**calendar, "window": (self.window, 1 + dense.plain_width)}

    @property
    def calendar_names(self) -> list[str]:
        """Names of the features that say when the forecast is for."""
        return [
            f"forecast's {wave} of the {cycle}{f' × {order}' if order > 1 else ''}"
            for cycle in self.calendar
            for order in range(1, CYCLES[cycle][1] + 1)
            for wave in ("sine", "cosine")
        ]

    def encode(self, laid: pl.DataFrame, dense: "DenseBlock", target: "TargetEncoder") -> dict[str, np.ndarray]:
        """The blocks of all rows but the first `window - 1`, which lack the rows before them.

        Raises DataError where there are fewer rows than a window has.
        """
        if laid.height < self.window:
            raise DataError(
                f"There are {laid.height} steps of {self.clock.span(1)} from the first row to the last, but a forecast "
                f"looks at the last {self.window}. Give {self.window} rows or more that follow each other."
            )
        steps = np.empty((laid.height, 1 + dense.plain_width), np.float32)
        steps[:, 0] = _history(laid[HISTORY], target)
        if dense.width:
            steps[:, 1:] = dense.encode(laid)[:, : dense.plain_width]
        # [rows, features, window] without a copy; training wants the steps before the features.
        views = np.lib.stride_tricks.sliding_window_view(steps, self.window, axis=0).transpose(0, 2, 1)
        blocks = {"window": np.ascontiguousarray(views)}
        if self.calendar:
            days = self.clock.days(self.spoken_of(laid))
            blocks = {"dense": np.stack(waves(days, self.calendar), axis=1).astype(np.float32), **blocks}
        return blocks

    def spoken_of(self, laid: pl.DataFrame) -> np.ndarray:
        """The place in time that each row of the blocks speaks of."""
        return laid[PLACE].to_numpy()[self.window - 1 :] + self.horizon

    def last_of(self, laid: pl.DataFrame) -> np.ndarray:
        """[rows of the blocks] the target as far as it is known: the naive forecast; NaN where it never was."""
        return _floats(laid[HISTORY])[self.window - 1 :]

    def season_ago(self, laid: pl.DataFrame) -> np.ndarray:
        """[rows of the blocks] what was known one season before the forecast's time, or as many as the horizon takes.

        Where that is before the first row, the last value.
        """
        known = _floats(laid[HISTORY])
        back = self.season * -(-self.horizon // self.season) - self.horizon if self.season else 0
        places = np.arange(self.window - 1, laid.height)
        earlier = np.where(places >= back, known[np.maximum(places - back, 0)], np.nan)
        return np.where(np.isnan(earlier), known[places], earlier)


def calendar_of(clock: Clock, places: np.ndarray) -> tuple[str, ...]:
    """The cycles that vary over these places; none where time is a plain number."""
    days = clock.days(places)
    return cycles(days) if not np.isnan(days).any() else ()


def _history(series: pl.Series, target: "TargetEncoder") -> np.ndarray:
    """The target as the network predicts it, within what predictions are kept within; 0, the mean, where unknown."""
    values = _floats(series)
    bent = np.log1p(np.maximum(values, -1 + 1e-6)) if target.transform == "log1p" else values
    return np.nan_to_num((np.clip(bent, target.low, target.high) - target.mean) / target.deviation, nan=0.0)


def _floats(series: pl.Series) -> np.ndarray:
    return series.fill_null(float("nan")).to_numpy()
