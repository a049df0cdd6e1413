"""NumPy arrays as columns."""

import numpy as np
import polars as pl

from wellfit.data.sources.records import column_series
from wellfit.errors import SourceError


def feature_frame(x: np.ndarray, label: str) -> pl.DataFrame:
    """Columns of an array: one `x` (rank 1), `x_0` … `x_{d-1}` (rank 2), or one array column `x` (rank ≥ 3).

    Raises SourceError for an array without rows or of values that are not numbers, texts or dates.

    >>> feature_frame(np.zeros((2, 3)), "x").columns
    ['x_0', 'x_1', 'x_2']
    """
    if x.ndim == 0 or x.size == 0:
        raise SourceError(f"{label} has no rows or no values: its shape is {x.shape}. Expected [rows, features].")
    if x.ndim == 1 and x.dtype.names:
        return pl.DataFrame([array_series(name, x[name], label) for name in x.dtype.names])
    if x.ndim == 2:
        columns = np.ascontiguousarray(x.T)  # one copy; each column is then a view of it
        return pl.DataFrame([array_series(f"x_{position}", column, label) for position, column in enumerate(columns)])
    return pl.DataFrame([array_series("x", x, label)])


def target_series(y: np.ndarray, label: str, rows: int, name: str = "y") -> pl.Series:
    """The target column from an array [rows] or [rows, 1].

    Raises SourceError when it has another shape or another number of rows than x.
    """
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    if y.ndim != 1:
        raise SourceError(
            f"y of {label} has the shape {y.shape}. Expected one value for each row, [rows]. Give classes as numbers "
            "or names: y.argmax(axis=1) turns one-hot rows into numbers."
        )
    if len(y) != rows:
        raise SourceError(
            f"x and y of {label} have different lengths: x has {rows:,} rows, y has {len(y):,}. Every row of x needs "
            "one value in y."
        )
    return array_series(name, y, label)


def array_series(name: str, values: np.ndarray, label: str) -> pl.Series:
    """One column from an array of numbers, true/false, texts or dates; more than one axis makes an array column."""
    if values.dtype.kind == "S":
        values = np.char.decode(values, "utf-8", "replace")
    if values.dtype.kind in "UOT":
        return column_series(name, values.tolist(), label)
    if values.dtype.kind not in "biufMm":
        raise SourceError(
            f"{label} holds values of type {values.dtype} in {name}. Expected numbers, texts, dates or true/false."
        )
    native = values.astype(values.dtype.newbyteorder("="), copy=False)
    if native.dtype in (np.float16, np.longdouble):
        native = native.astype(np.float32 if native.dtype == np.float16 else np.float64)
    return pl.Series(name, np.ascontiguousarray(native))
