"""Categories: one feature a level, the rare ones together, a missing value as a level of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wellfit.data.pipeline.encoder import Dense, DenseEncoder

# A hundred levels are what a dense block bears; the rest share one feature.
MOST_LEVELS = 100


@dataclass(frozen=True, kw_only=True)
class CategoryColumn:
    """`levels` by frequency; `others` and `gaps` say whether rare levels and missing values have a feature."""

    name: str
    levels: tuple[str, ...]
    others: bool
    gaps: bool

    @property
    def feature_names(self) -> tuple[str, ...]:
        """One name a feature: the levels, then the rare ones, then the missing."""
        names = tuple(f"{self.name} = {level}" for level in self.levels)
        rare = (f"{self.name} is another level",) if self.others else ()
        return names + rare + ((f"{self.name} is missing",) if self.gaps else ())

    def codes(self, series: pl.Series) -> np.ndarray:
        """The index of each row's feature, -1 for none (unseen or missing where training had no such rows)."""
        levels = len(self.levels)
        rare = levels if self.others else -1
        missing = levels + self.others if self.gaps else -1
        known = series.replace_strict(self.levels, range(levels), default=rare, return_dtype=pl.Int32)
        return np.where(series.is_null().to_numpy(), missing, known.to_numpy())


@dataclass(frozen=True, kw_only=True)
class CategoryEncoder(DenseEncoder):
    """Categorical columns as one-hot features."""

    parts: tuple[CategoryColumn, ...]

    @classmethod
    def fit(cls, frame: pl.DataFrame, names: Sequence[str]) -> "CategoryEncoder":
        """The levels of each column that occur often enough in the training rows."""
        return cls(parts=tuple(fit_column(frame[name]) for name in names))

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts)

    @property
    def feature_names(self) -> tuple[str, ...]:
        return tuple(name for part in self.parts for name in part.feature_names)

    def write(self, frame: pl.DataFrame, out: Dense) -> None:
        out[:] = 0.0
        start = 0
        for part in self.parts:
            codes = part.codes(frame[part.name])
            rows = np.flatnonzero(codes >= 0)
            out[rows, start + codes[rows]] = 1.0
            start += len(part.feature_names)


def fit_column(series: pl.Series, most: int = MOST_LEVELS) -> CategoryColumn:
    """The levels, at most so many, with enough rows to learn from; ties in frequency are ordered by name."""
    counts = series.drop_nulls().alias("level").value_counts(name="rows")
    counts = counts.sort(["rows", "level"], descending=[True, False])
    levels = counts.filter(pl.col("rows") >= least_rows(len(series)))["level"].head(most).to_list()
    return CategoryColumn(
        name=series.name,
        levels=tuple(levels),
        others=len(levels) < len(counts),
        gaps=series.null_count() > 0,
    )


def least_rows(rows: int) -> int:
    """How many of `rows` a level needs for a feature of its own: 0.5 %, at least 2 and at most 10.

    >>> [least_rows(rows) for rows in (100, 1000, 100_000)]
    [2, 5, 10]
    """
    return min(10, max(2, rows // 200))
