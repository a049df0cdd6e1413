"""Numbers: heavy tails bent, outliers clipped, then mean 0 and standard deviation 1.

All numeric columns are treated together, as matrix operations on a few columns at a time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wellfit.data.pipeline.encoder import Dense, DenseEncoder
from wellfit.data.pipeline.scale import NumberColumn, fit_columns

# Columns at a time: 64 × 60,000 rows of float64 are 31 MB, so a wide table never exists twice in memory.
_CHUNK = 64


@dataclass(frozen=True, kw_only=True)
class NumericEncoder(DenseEncoder):
    """Numeric columns, each one standardised feature, and one more where training rows had gaps.

    A missing number becomes 0, the mean of the training rows.
    """

    parts: tuple[NumberColumn, ...]

    @classmethod
    def fit(cls, frame: pl.DataFrame, names: Sequence[str]) -> "NumericEncoder":
        """The shape of each column's distribution in the training rows."""
        parts: list[NumberColumn] = []
        for chunk, matrix in _chunks(frame, names):
            parts.extend(fit_columns(chunk, matrix))
        return cls(parts=tuple(parts))

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts)

    @property
    def feature_names(self) -> tuple[str, ...]:
        return (*self.columns, *(f"{part.name} is missing" for part in self.parts if part.gaps))

    def write(self, frame: pl.DataFrame, out: Dense) -> None:
        gaps = len(self.parts)
        for start in range(0, len(self.parts), _CHUNK):
            chunk = self.parts[start : start + _CHUNK]
            matrix = number_matrix(frame, [part.name for part in chunk])
            missing = [index for index, part in enumerate(chunk) if part.gaps]
            out[:, gaps : gaps + len(missing)] = np.isnan(matrix[:, missing])
            gaps += len(missing)
            out[:, start : start + len(chunk)] = _standardised(chunk, matrix)


def _standardised(parts: Sequence[NumberColumn], matrix: np.ndarray) -> np.ndarray:
    bent = [index for index, part in enumerate(parts) if part.bend > 0]
    if bent:
        middle = np.array([parts[index].middle for index in bent])
        bend = np.array([parts[index].bend for index in bent])
        matrix[:, bent] = np.arcsinh((matrix[:, bent] - middle) / bend)
    np.clip(matrix, [part.low for part in parts], [part.high for part in parts], out=matrix)
    matrix -= [part.mean for part in parts]
    matrix /= [part.deviation for part in parts]
    return np.nan_to_num(matrix, copy=False, nan=0.0)


def number_matrix(frame: pl.DataFrame, names: Sequence[str]) -> np.ndarray:
    """Float64 [rows, names] in column order, NaN where a number is missing."""
    return frame.select(pl.col(name).cast(pl.Float64) for name in names).to_numpy(order="fortran", writable=True)


def _chunks(frame: pl.DataFrame, names: Sequence[str]) -> Iterator[tuple[Sequence[str], np.ndarray]]:
    for start in range(0, len(names), _CHUNK):
        chunk = names[start : start + _CHUNK]
        yield chunk, number_matrix(frame, chunk)
