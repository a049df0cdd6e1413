"""Data that is already in memory: frames, arrays, pairs of x and y, columns, records."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
import polars as pl

from wellfit.data.sources.arrays import array_series, feature_frame, target_series
from wellfit.data.sources.json_table import unequal_columns
from wellfit.data.sources.names import column_names
from wellfit.data.sources.part import Part
from wellfit.data.sources.records import column_series, frame_of_records
from wellfit.errors import SourceError

LABEL = "the data given"
NAME = "data"


@runtime_checkable
class ArrayLike(Protocol):
    """What NumPy turns into an array by itself: arrays of JAX and others, series of pandas and Polars."""

    def __array__(self) -> np.ndarray: ...


def read_memory(source: Any) -> Part:
    """Rows of a Polars or pandas frame, an array, `(x, y)`, a dict of columns, or a list of dicts.

    Raises SourceError for anything else, and for columns of unequal length.

    >>> read_memory(([[1, 2], [3, 4]], ["no", "yes"])).frame.rows()
    [(1, 2, 'no'), (3, 4, 'yes')]
    """
    if isinstance(source, tuple) and len(source) == 2:
        return _pair(*source)
    return Part(label=LABEL, name=NAME, frame=_features(source))


def _pair(x: Any, y: Any) -> Part:
    frame = _features(x)
    name = y.name if isinstance(y, pl.Series) and y.name else "y"
    if name in frame.columns:
        raise SourceError(f'x already has a column "{name}", the name y would get. Rename that column of x.')
    target = target_series(_array(y), LABEL, frame.height, name)
    return Part(label=LABEL, name=NAME, frame=frame.with_columns(target), target=name)


def _features(source: Any) -> pl.DataFrame:
    if isinstance(source, pl.LazyFrame):
        source = source.collect()
    if isinstance(source, pl.DataFrame):
        return source
    if _is_pandas(source):
        return _from_pandas(source)
    if isinstance(source, Mapping) and source:
        return _from_columns(source)
    if isinstance(source, list) and source and all(isinstance(row, Mapping) for row in source):
        return frame_of_records(source, LABEL)
    if isinstance(source, np.ndarray | ArrayLike | list):
        return feature_frame(_array(source), LABEL)
    raise SourceError(
        f"Data of type {type(source).__name__} cannot be read. Expected a path, a Polars or pandas data frame, an "
        "array, a pair (x, y), a dict of columns or a list of records."
    )


def _array(values: Any) -> np.ndarray:
    try:
        return np.asarray(values)
    except ValueError as error:  # rows of unequal length
        raise SourceError(f"The rows given make no array: {error}. Expected rows of equal length.") from error


def _is_pandas(source: Any) -> bool:
    """Whoever holds a pandas frame has imported pandas; wellfit itself never does."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(source, pandas.DataFrame)


def _from_pandas(frame: Any) -> pl.DataFrame:
    """Column by column: `polars.from_pandas` would need pyarrow for texts."""
    names = column_names([_pandas_name(name) for name in frame.columns], LABEL)
    return pl.DataFrame([_pandas_series(name, frame.iloc[:, place]) for place, name in enumerate(names)])


def _pandas_name(name: Any) -> str:
    return "_".join(map(str, name)) if isinstance(name, tuple) else str(name)


def _pandas_series(name: str, column: Any) -> pl.Series:
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "biufM":
        return array_series(name, column.to_numpy(), LABEL)
    present = column.notna().tolist()
    values = [value if there else None for value, there in zip(column.tolist(), present, strict=True)]
    return column_series(name, values, LABEL)


def _from_columns(source: Mapping[Any, Any]) -> pl.DataFrame:
    columns = [_column(str(name), values) for name, values in source.items()]
    lengths = {column.name: len(column) for column in columns}
    if len(set(lengths.values())) != 1:
        raise unequal_columns(lengths, LABEL)
    return pl.DataFrame(columns)


def _column(name: str, values: Any) -> pl.Series:
    if isinstance(values, pl.Series):
        return values.alias(name)
    if isinstance(values, np.ndarray | ArrayLike):
        return array_series(name, _array(values), LABEL)
    if isinstance(values, Sequence) and not isinstance(values, str):
        return column_series(name, list(values), LABEL)
    return column_series(name, [values], LABEL)
