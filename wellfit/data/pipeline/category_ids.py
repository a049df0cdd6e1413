"""The categories block: the level of each category with many of them as a number, for networks that embed levels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wellfit.data.pipeline.categorical import CategoryColumn, fit_column

# A category of few levels is as well off as ones and zeros; one of more is worth vectors of its own.
MANY_LEVELS = 10
# As many as a table of some hundred thousand rows has often enough; the rest share one number.
MOST_LEVELS = 20_000


@dataclass(frozen=True, kw_only=True)
class CategoryIds:
    """Categorical columns with more than ten frequent levels, as numbers from one row of numbers for all columns.

    0 stands for nothing at all. Each column then has a number for a level that training did not know, one for
    each level, one for the rare levels together, and one for a missing value, as far as training rows had these.
    """

    parts: tuple[CategoryColumn, ...]

    @classmethod
    def fit(cls, frame: pl.DataFrame, names: Sequence[str]) -> "CategoryIds":
        """The levels of each column that occur often enough in the training rows.

        >>> seen = pl.DataFrame({"town": [f"town {number}" for number in range(11)] * 2})
        >>> ids = CategoryIds.fit(seen, ["town"])
        >>> ids.count, ids.encode(pl.DataFrame({"town": ["town 0", "town 9", "elsewhere"]})).tolist()
        (13, [[2], [12], [1]])
        """
        found = (fit_column(frame[name], MOST_LEVELS) for name in names)
        return cls(parts=tuple(part for part in found if len(part.levels) > MANY_LEVELS))

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that have numbers."""
        return tuple(part.name for part in self.parts)

    @property
    def firsts(self) -> tuple[int, ...]:
        """The first number of each column, which is that of a level that training did not know."""
        sizes = [1 + len(part.feature_names) for part in self.parts]
        return tuple(1 + sum(sizes[:place]) for place in range(len(sizes)))

    @property
    def count(self) -> int:
        """How many numbers there are, 0 included."""
        return 1 + sum(1 + len(part.feature_names) for part in self.parts)

    def encode(self, frame: pl.DataFrame) -> np.ndarray:
        """int32 [rows, columns] of prepared rows."""
        pairs = zip(self.parts, self.firsts, strict=True)
        columns = [first + 1 + part.codes(frame[part.name]) for part, first in pairs]  # -1 is a level without a code
        return np.stack(columns, axis=1).astype(np.int32)
