"""Numbers: heavy tails bent, outliers clipped, then mean 0 and standard deviation 1."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wellfit.data.pipeline.bend import fit_bends
from wellfit.data.pipeline.columns import CHUNK, chunks, number_matrix, quantiles, sample_rows
from wellfit.data.pipeline.encoder import Dense, DenseEncoder

_TAILS = (0.001, 0.999)
# A column's usual range spans at most this many deviations: a rare event (one row in a thousand is not 0)
# would otherwise stand at 30, and its weight would swing with every batch that has it.
_WIDEST = 10.0
# So many columns of one size are one picture or spectrum, not so many quantities.
_LEAST_ALIKE = 64


@dataclass(frozen=True, kw_only=True)
class NumberColumn:
    """z = (clip(b(x), low, high) - mean) / deviation; b(x) = asinh((x - middle) / bend), or x where bend is 0."""

    name: str
    middle: float
    bend: float
    low: float
    high: float
    mean: float
    deviation: float
    gaps: bool

    def __post_init__(self) -> None:
        if self.deviation <= 0 or self.bend < 0 or self.low > self.high:
            raise ValueError(f"deviation {self.deviation}, bend {self.bend}, range {self.low} to {self.high}")


@dataclass(frozen=True, kw_only=True)
class NumericEncoder(DenseEncoder):
    """Numeric columns, each one standardised feature, and one more where training rows had gaps.

    A missing number becomes 0, the mean of the training rows. All columns are treated together, as
    matrix operations on a few dozen columns at a time.
    """

    parts: tuple[NumberColumn, ...]

    @classmethod
    def fit(cls, frame: pl.DataFrame, names: Sequence[str], seed: int = 0) -> "NumericEncoder":
        """The distribution of each column in the training rows; `seed` draws the rows for its quantiles."""
        deviation = _common_deviation(frame, names)
        rows = sample_rows(frame.height, len(names), seed)
        parts: list[NumberColumn] = []
        for chunk, matrix in chunks(frame, names):
            parts.extend(_fit_alike(chunk, matrix, deviation) if deviation else _fit(chunk, matrix, matrix[rows]))
        return cls(parts=tuple(parts))

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the numeric columns."""
        return tuple(part.name for part in self.parts)

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The columns' own names, then one for each column with gaps."""
        return (*self.columns, *(f"{part.name} is missing" for part in self.parts if part.gaps))

    def write(self, frame: pl.DataFrame, out: Dense) -> None:
        """Standardised numbers, then 1 where a number is missing."""
        gaps = len(self.parts)
        for start in range(0, len(self.parts), CHUNK):
            chunk = self.parts[start : start + CHUNK]
            matrix = number_matrix(frame, [part.name for part in chunk])
            missing = [index for index, part in enumerate(chunk) if part.gaps]
            out[:, gaps : gaps + len(missing)] = np.isnan(matrix[:, missing])
            gaps += len(missing)
            out[:, start : start + len(chunk)] = _standardised(chunk, matrix)


def _standardised(parts: Sequence[NumberColumn], matrix: np.ndarray) -> np.ndarray:
    _bend(matrix, np.array([[part.middle, part.bend] for part in parts]).T)
    np.clip(matrix, [part.low for part in parts], [part.high for part in parts], out=matrix)
    matrix -= [part.mean for part in parts]
    matrix /= [part.deviation for part in parts]
    return np.nan_to_num(matrix, copy=False, nan=0.0)


def _bend(matrix: np.ndarray, bends: np.ndarray) -> None:
    bent = np.flatnonzero(bends[1] > 0)
    # A new value can be too far off for its multiple of a tiny bend: infinity, which the clipping brings back.
    with np.errstate(over="ignore"):
        matrix[:, bent] = np.arcsinh((matrix[:, bent] - bends[0, bent]) / bends[1, bent])


def _fit(names: Sequence[str], matrix: np.ndarray, sample: np.ndarray) -> list[NumberColumn]:
    low, high = quantiles(sample, _TAILS)
    bends = fit_bends(sample, low, high)
    gaps = np.isnan(matrix).any(axis=0)
    _bend(matrix, bends)
    ends = np.stack([low, high])
    _bend(ends, bends)
    _widen_rare(ends, matrix)
    np.clip(matrix, *ends, out=matrix)
    mean, deviation = _moments(matrix)
    width = ends[1] - ends[0]
    deviation = np.maximum(deviation, width / _WIDEST)
    # Half the usual range beyond it on both sides: what lies farther off is an error or an exception.
    limits = ends + np.array([[-0.5], [0.5]]) * width
    return _columns(names, gaps, np.stack([*bends, *limits, mean, np.where(deviation > 0, deviation, 1.0)]))


def _columns(names: Sequence[str], gaps: np.ndarray, numbers: np.ndarray) -> list[NumberColumn]:
    """`numbers` [6, columns] are middle, bend, low, high, mean and deviation."""
    fields = ("middle", "bend", "low", "high", "mean", "deviation")
    return [
        NumberColumn(name=name, gaps=bool(gap), **dict(zip(fields, column, strict=True)))
        for name, gap, column in zip(names, gaps, numbers.T.tolist(), strict=True)
    ]


def _widen_rare(ends: np.ndarray, matrix: np.ndarray) -> None:
    """Where nearly all values are equal, the few others decide the range: they are all there is to learn."""
    for index in np.flatnonzero(ends[0] >= ends[1]):
        known = matrix[:, index][~np.isnan(matrix[:, index])]
        if len(known):
            ends[:, index] = known.min(), known.max()


def _moments(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each column without its NaN; 0 and 0 where there is nothing else."""
    known = ~np.isnan(matrix)
    rows = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, matrix, 0.0).sum(axis=0) / rows
    return mean, np.sqrt((np.where(known, matrix - mean, 0.0) ** 2).sum(axis=0) / rows)


def _common_deviation(frame: pl.DataFrame, names: Sequence[str]) -> float | None:
    """One deviation for all columns where they are many and of one size (pixels, spectra), else None.

    Scaled one by one, the pixels at a picture's border, which hardly ever differ from 0, would be the loudest.
    """
    if len(names) < _LEAST_ALIKE:
        return None
    columns = frame.select(pl.col(name).cast(pl.Float64) for name in names)
    low, high = (np.array(part.row(0), float) for part in (columns.min(), columns.max()))
    if np.isnan(low).any() or np.median(high - low) < (high.max() - low.min()) / 2:
        return None
    variance = np.nan_to_num(np.array(columns.var(ddof=0).row(0), float))
    return float(np.sqrt(variance.mean())) or None


def _fit_alike(names: Sequence[str], matrix: np.ndarray, deviation: float) -> list[NumberColumn]:
    mean, _ = _moments(matrix)
    straight = np.zeros(len(names))
    limits = np.nanmin(matrix, axis=0) - deviation, np.nanmax(matrix, axis=0) + deviation
    numbers = np.stack([straight, straight, *limits, mean, straight + deviation])
    return _columns(names, np.isnan(matrix).any(axis=0), numbers)
