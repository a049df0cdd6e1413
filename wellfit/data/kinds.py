"""The rules by which one column is a number, a category, a date, a text or nothing to learn from."""

import re
from dataclasses import dataclass

import polars as pl

from wellfit.data import cells, dates
from wellfit.data.short_words import shares_words, words_a_value
from wellfit.errors import DataError

KINDS_USED = ("numeric", "boolean", "categorical", "short_text", "datetime", "text", "array")
KINDS_LEFT_OUT = ("constant", "identifier", "nested", "ignored", "leak")

# Names that say "find the row by me": id, user_id, row-no, Index; PassengerId, userID. Not acid.
_NUMBERING = re.compile(r"(^|[\W_])(id|uuid|guid|index|idx|key|row|rownum|nr|no|number)$", re.IGNORECASE)
_CAMEL_ID = re.compile(r"[a-z]I[dD]$")
# Consecutive whole numbers under such a name are a position in time, not in the file.
_TIME = re.compile(r"year|month|week|day|date|time|hour|step|age", re.IGNORECASE)
# Fewer rows than this cannot show that "every value is another one" is more than chance.
_LEAST_ROWS = 20
# Some numbers of a row numbering are missing where rows were left out.
_MOST_HOLES = 1.05
# A value of this many words is a sentence, read word by word; shorter ones are names and titles.
_TEXT_WORDS = 7.0
# Up to this many levels a column of strings is a category, however long the strings are.
_FEW_LEVELS = 50
# A category repeats its levels; strings with more different values a row than this are names.
_MOST_DISTINCT = 0.5
_MOST_NOT_NUMBERS = 0.01
_BOOLEAN_PAIRS = ({"true", "false"}, {"yes", "no"}, {"y", "n"}, {"t", "f"})


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its kind, why it has it, and how its cells are read.

    `layout` is the layout of a datetime column kept as strings. `unreadable` counts cells that are
    neither missing nor of the kind.
    """

    name: str
    kind: str
    detail: str = ""
    layout: str | None = None
    unreadable: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS_USED + KINDS_LEFT_OUT:
            raise ValueError(f"unknown kind of column {self.kind!r}")
        if self.layout is not None and self.layout not in dates.LAYOUTS:
            raise ValueError(f"unknown layout of dates {self.layout!r}")

    @property
    def left_out(self) -> bool:
        """Whether the column is kept from the network's input."""
        return self.kind in KINDS_LEFT_OUT


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
        return _text_column(cells.words(series), keep)
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
    if rows < _LEAST_ROWS or values.null_count() or span < rows:
        return False
    consecutive = span <= _MOST_HOLES * rows and not _TIME.search(values.name)
    return (consecutive or names_rows(values.name)) and values.n_unique() == rows


def names_rows(name: str) -> bool:
    """Whether a column's name says that it identifies rows.

    >>> [names_rows(name) for name in ("id", "PassengerId", "user_id", "acid", "width")]
    [True, True, True, False, False]
    """
    return bool(_NUMBERING.search(name) or _CAMEL_ID.search(name))


def _text_column(text: pl.Series, keep: bool) -> Column:
    name, known = text.name, text.drop_nulls()
    distinct = known.n_unique()
    if distinct == 0:
        return Column(name=name, kind="constant", detail="has no value at all")
    if distinct == 1 and len(known) == len(text):
        return _constant(name)
    typed = _typed(known)
    if typed is not None:
        return typed
    if distinct <= max(2, min(_FEW_LEVELS, _MOST_DISTINCT * len(known))):
        return Column(name=name, kind="categorical", detail=f"{distinct} levels")
    length = words_a_value(known)
    if length >= _TEXT_WORDS:
        return Column(name=name, kind="text", detail=f"{length:.0f} words on average")
    if distinct <= _MOST_DISTINCT * len(known):
        return Column(name=name, kind="categorical", detail=f"{distinct:,} levels")
    if keep or len(known) < _LEAST_ROWS or shares_words(known):
        return Column(name=name, kind="short_text", detail=f"{distinct:,} different values that share words")
    return Column(name=name, kind="identifier", detail="(almost) every row has a value of its own")


def _typed(known: pl.Series) -> Column | None:
    """A column of strings that are dates, truth values or numbers after all, as a frame from memory may hold."""
    name = known.name
    layout = dates.layout_of(known)
    if layout is not None:
        unreadable = dates.times(known, layout).null_count()
        return Column(name=name, kind="datetime", detail="dates", layout=layout, unreadable=unreadable)
    if set(known.head(1000).str.to_lowercase().unique()) in _BOOLEAN_PAIRS and not cells.booleans(known).null_count():
        return Column(name=name, kind="boolean", detail="true or false")
    if _not_numbers(known.head(1000)) is not None:
        unreadable_numbers = _not_numbers(known)
        if unreadable_numbers is not None:
            return Column(name=name, kind="numeric", detail="numbers", unreadable=unreadable_numbers)
    return None


def _not_numbers(known: pl.Series) -> int | None:
    """How many cells are no numbers, or None where they are too many or a code such as 02139 is among them."""
    wrong = cells.numbers(known).null_count()
    if wrong > _MOST_NOT_NUMBERS * len(known) or known.str.contains(r"^[+-]?0\d").any():
        return None
    return wrong
