"""The rules by which one column is a number, a category, a date, a text or nothing to learn from."""

import re

import polars as pl

from wellfit.data import cells
from wellfit.data.column import Column
from wellfit.data.text_kinds import LEAST_ROWS, text_column
from wellfit.errors import DataError

# Names that say "find the row by me": id, user_id, row-no, Index; PassengerId, userID. Not acid.
_NUMBERING = re.compile(r"(^|[\W_])(id|uuid|guid|index|idx|key|row|rownum|nr|no|number)$", re.IGNORECASE)
_CAMEL_ID = re.compile(r"[a-z]I[dD]$")
# Consecutive whole numbers under such a name are a position in time, not in the file.
_TIME = re.compile(r"year|month|week|day|date|time|hour|step|age", re.IGNORECASE)
# Some numbers of a row numbering are missing where rows were left out.
_MOST_HOLES = 1.05


def column_of(series: pl.Series, *, keep: bool = False) -> Column:
    """The kind of one raw column; `keep` forbids to call it an identifier.

    Raises DataError for a column of infinite or unusably large numbers.

    >>> column_of(pl.Series("colour", ["red", "blue", "red", None]))
    Column(name='colour', kind='categorical', detail='2 levels', layout=None, unreadable=0)
    """
    name, dtype = series.name, series.dtype
    if isinstance(dtype, pl.Array) and _numbers_inside(dtype):
        return Column(name=name, kind="array", detail="array of shape " + " × ".join(map(str, dtype.shape)))
    if dtype.is_nested() or dtype in (pl.Object, pl.Binary):
        return Column(name=name, kind="nested", detail=f"holds values of type {dtype}")
    if series.null_count() == len(series):
        return Column(name=name, kind="constant", detail="has no value at all")
    if cells.is_text(dtype):
        return text_column(cells.words(series), keep=keep)
    if dtype == pl.Boolean:
        return _varied(series, Column(name=name, kind="boolean", detail="true or false"))
    if isinstance(dtype, pl.Datetime) or dtype == pl.Date:
        return _varied(series, Column(name=name, kind="datetime", detail="dates"))
    return _number_column(series, keep)


def _numbers_inside(dtype: pl.Array) -> bool:
    inner = pl.Series([], dtype=dtype).reshape((-1,)).dtype
    return inner.is_numeric() or inner == pl.Boolean


def _varied(series: pl.Series, column: Column) -> Column:
    """The column itself, or a constant where only one value occurs and none is missing."""
    return column if series.n_unique() > 1 else _constant(series.name)


def _constant(name: str) -> Column:
    return Column(name=name, kind="constant", detail="holds a single value")


def _number_column(series: pl.Series, keep: bool) -> Column:
    name = series.name
    _refuse_infinite(series)
    values = cells.numbers(series)
    low, high = values.min(), values.max()
    if low is None or (low == high and values.null_count() == 0):
        return _constant(name)
    if not keep and values.dtype.is_integer() and _numbers_rows(values, int(high) - int(low) + 1):  # type: ignore[arg-type]
        return Column(name=name, kind="identifier", detail="whole numbers that only number the rows")
    return Column(name=name, kind="numeric", detail="whole numbers" if values.dtype.is_integer() else "numbers")


def _refuse_infinite(series: pl.Series) -> None:
    if not series.dtype.is_float():
        return
    known = series.drop_nulls().drop_nans()
    wrong = known.filter(known.abs() > cells.LARGEST_NUMBER)
    if len(wrong):
        raise DataError(
            f"Column '{series.name}' holds infinite or unusably large numbers in {len(wrong):,} of its cells; expected "
            f"finite numbers up to {cells.LARGEST_NUMBER:g}, received {wrong[0]:g}. Correct these cells, leave them "
            "empty, or leave the column out."
        )


def _numbers_rows(values: pl.Series, span: int) -> bool:
    """Whole numbers, each once, that are consecutive or carry the name of an identifier."""
    rows = len(values)
    if rows < LEAST_ROWS or values.null_count() or span < rows:
        return False
    consecutive = span <= _MOST_HOLES * rows and not _TIME.search(values.name)
    return (consecutive or names_rows(values.name)) and values.n_unique() == rows


def names_rows(name: str) -> bool:
    """Whether a column's name says that it identifies rows.

    >>> [names_rows(name) for name in ("id", "PassengerId", "user_id", "acid", "width")]
    [True, True, True, False, False]
    """
    return bool(_NUMBERING.search(name) or _CAMEL_ID.search(name))
