"""Numeric columns as matrices, a few columns at a time, and their quantiles."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

# Columns at a time: 64 × 60,000 rows of float64 are 31 MB, so that a wide table never exists twice.
CHUNK = 64
# Cells that quantiles are taken from: 20,000 rows of a few columns, 5,000 of a thousand. The error of
# a quantile is then far below what a network notices, and sorting stays cheap.
_MOST_SAMPLED = 20_000
_LEAST_SAMPLED = 4_000
_SAMPLED_CELLS = 4_000_000


def number_matrix(frame: pl.DataFrame, names: Sequence[str]) -> np.ndarray:
    """float64 [rows, names], column by column in memory, NaN where a number is missing."""
    columns = frame.select(pl.col(name).cast(pl.Float64) for name in names)
    return columns.to_numpy(order="fortran", writable=True)


def chunks(frame: pl.DataFrame, names: Sequence[str]) -> Iterator[tuple[Sequence[str], np.ndarray]]:
    """Some names and their matrix, until all names have been."""
    for start in range(0, len(names), CHUNK):
        chunk = names[start : start + CHUNK]
        yield chunk, number_matrix(frame, chunk)


def sample_rows(rows: int, columns: int, seed: int) -> np.ndarray | slice:
    """The rows that quantiles are taken from: all, or so many drawn that sorting them stays cheap."""
    size = max(_LEAST_SAMPLED, min(_MOST_SAMPLED, _SAMPLED_CELLS // max(columns, 1)))
    if rows <= size:
        return slice(None)
    return np.sort(np.random.Generator(np.random.PCG64(seed)).choice(rows, size, replace=False))


def quantiles(matrix: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """[shares, columns]: quantiles of each column's numbers that are not NaN; 0 for a column that has none.

    One sort serves all shares of all columns; `np.nanquantile` goes column by column and takes ten times as long.

    >>> quantiles(np.array([[1.0, np.nan], [3.0, 5.0], [2.0, 7.0]]), [0.0, 0.5]).tolist()
    [[1.0, 5.0], [2.0, 6.0]]
    """
    ordered = np.sort(matrix, axis=0)
    last = np.maximum(len(matrix) - 1 - np.isnan(ordered).sum(axis=0), 0)
    place = np.asarray(shares)[:, None] * last
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, last)
    every = np.arange(matrix.shape[1])
    low, high = np.nan_to_num(ordered[below, every]), np.nan_to_num(ordered[above, every])
    return low + (place - below) * (high - low)
