"""The rules by which one column is a number, a category, a date, a text or nothing to learn from."""

import re
from dataclasses import dataclass

import polars as pl

from wellfit.data import cells
from wellfit.errors import DataError

KINDS_USED = ("numeric", "boolean", "categorical", "short_text", "datetime", "text", "array")
KINDS_LEFT_OUT = ("constant", "identifier", "nested", "ignored", "leak")

# A name that says "this is a number to find the row by", as in id, user_id, PassengerId, row, No.
_IDENTIFIER_NAME = re.compile(r"(^|[\W_])(id|uuid|guid|index|key|row|rownum|nr|no|number)$|[a-z]I[dD]$", re.IGNORECASE)
# Consecutive whole numbers under such a name are time, not a row number.
_TIME_NAME = re.compile(r"year|month|week|day|date|time|hour|step|age", re.IGNORECASE)
_ID_CAMEL = re.compile(r"[a-z]I[dD]$")
# Fewer rows than this cannot show that "every value is another one" is more than chance.
_LEAST_ROWS = 20
# Sentences, not names: a value of this many words is read word by word.
_TEXT_WORDS = 7.0
# Up to this many levels a column of strings is a category, however long the strings are.
_FEW_LEVELS = 50
# A category repeats its levels; a column of strings with more distinct values a row than this does not.
_MOST_DISTINCT = 0.5
TOKEN = r"[\p{L}]+|[\p{N}]+"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its kind, why it has it, and how its cells are read.

    `layout` is the date format of a datetime column kept as strings. `unreadable` counts cells that
    are neither missing nor of the kind.
    """

    name: str
    kind: str
    detail: str = ""
    layout: str | None = None
    unreadable: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS_USED + KINDS_LEFT_OUT:
            raise ValueError(f"unknown kind of column {self.kind!r}")

    @property
    def left_out(self) -> bool:
        """Whether the column is kept from the network's input."""
        return self.kind in KINDS_LEFT_OUT


def column_of(series: pl.Series, *, keep: bool = False) -> Column:
    """The kind of one raw column; `keep` forbids to call it an identifier.

    Raises DataError for a numeric column with infinite or unusably large numbers.
    """
    name, dtype = series.name, series.dtype
    if isinstance(dtype, pl.Array):
        return _array(series)
    if dtype.is_nested() or dtype in (pl.Object, pl.Binary):
        return Column(name=name, kind="nested", detail=f"holds {dtype}")
    if dtype == pl.String or isinstance(dtype, (pl.Categorical, pl.Enum)):
        return _string(cells.words(series), keep)
    if series.null_count() == len(series):
        return Column(name=name, kind="constant", detail="has no value at all")
    if dtype == pl.Boolean:
        return _varied(series, Column(name=name, kind="boolean", detail="true or false"))
    if isinstance(dtype, pl.Datetime) or dtype == pl.Date:
        return _varied(series, Column(name=name, kind="datetime", detail="dates"))
    return _numeric(series, keep)


def _array(series: pl.Series) -> Column:
    shape = series.dtype.shape if isinstance(series.dtype, pl.Array) else ()
    return Column(name=series.name, kind="array", detail="array of shape " + " × ".join(map(str, shape)))


def _varied(series: pl.Series, column: Column) -> Column:
    """The column itself, or a constant where only one value occurs and none is missing."""
    if series.n_unique() > 1:
        return column
    return Column(name=column.name, kind="constant", detail="holds a single value")


def _numeric(series: pl.Series, keep: bool) -> Column:
    name = series.name
    _check_finite(series)
    values = cells.numbers(series)
    low, high = values.min(), values.max()
    if low is None or (low == high and values.null_count() == 0):
        return Column(name=name, kind="constant", detail="holds a single value")
    if not keep and _counts_rows(values, float(low), float(high)):  # type: ignore[arg-type]
        return Column(name=name, kind="identifier", detail="whole numbers that only number the rows")
    return Column(name=name, kind="numeric", detail="whole numbers" if values.dtype.is_integer() else "numbers")


def _check_finite(series: pl.Series) -> None:
    if not series.dtype.is_float():
        return
    known = series.drop_nulls().drop_nans()
    wrong = known.filter(~(known.abs() <= cells.LARGEST_NUMBER))
    if len(wrong):
        raise DataError(
            f"Column '{series.name}' holds {len(wrong):,} infinite or unusably large number(s); expected finite "
            f"numbers up to {cells.LARGEST_NUMBER:g}, received {wrong[0]:g}. Correct these cells or leave them empty."
        )


def _counts_rows(values: pl.Series, low: float, high: float) -> bool:
    """Whole numbers, each once, that are consecutive or carry the name of an identifier."""
    rows = len(values)
    if rows < _LEAST_ROWS or not values.dtype.is_integer() or values.null_count() or high - low + 1 < rows:
        return False
    consecutive = high - low + 1 == rows and not _TIME_NAME.search(values.name)
    return (consecutive or identifier_name(values.name)) and values.n_unique() == rows


def identifier_name(name: str) -> bool:
    """Whether a column's name says that it identifies rows: id, user_id, PassengerId, index, No.

    >>> [identifier_name(name) for name in ("id", "PassengerId", "user_id", "acid", "width")]
    [True, True, True, False, False]
    """
    return bool(_IDENTIFIER_NAME.search(name) and (_ID_CAMEL.search(name) or not name.lower().endswith("acid")))


def _string(text: pl.Series, keep: bool) -> Column:
    name, known = text.name, text.drop_nulls()
    if not len(known):
        return Column(name=name, kind="constant", detail="has no value at all")
    distinct = known.n_unique()
    if distinct == 1 and len(known) == len(text):
        return Column(name=name, kind="constant", detail="holds a single value")
    typed = _typed(text, known)
    if typed is not None:
        return typed
    if distinct <= max(2, min(_FEW_LEVELS, _MOST_DISTINCT * len(known))):
        return Column(name=name, kind="categorical", detail=f"{distinct} levels")
    mean_words = float(known.head(2000).str.count_matches(TOKEN).mean() or 0.0)  # type: ignore[arg-type]
    if mean_words >= _TEXT_WORDS:
        return Column(name=name, kind="text", detail=f"{mean_words:.0f} words on average")
    if distinct <= _MOST_DISTINCT * len(known):
        return Column(name=name, kind="categorical", detail=f"{distinct:,} levels")
    if keep or _shares_words(known):
        return Column(name=name, kind="short_text", detail=f"{distinct:,} different values that share words")
    return Column(name=name, kind="identifier", detail="almost every row has its own value")


def _typed(text: pl.Series, known: pl.Series) -> Column | None:
    """A column of strings that are dates, booleans or numbers after all (as a frame from memory may hold)."""
    name = text.name
    layout = cells.date_layout(text)
    if layout is not None:
        unreadable = int(cells.times(known, layout).null_count())
        return Column(name=name, kind="datetime", detail="dates", layout=layout, unreadable=unreadable)
    if set(known.head(1000).str.to_lowercase().unique()) in BOOLEAN_PAIRS and not cells.booleans(known).null_count():
        return Column(name=name, kind="boolean", detail="true or false")
    if cells.numbers(known.head(1000)).null_count() <= 0.01 * min(len(known), 1000):
        unreadable = cells.numbers(known).null_count()
        if unreadable <= 0.01 * len(known):
            return Column(name=name, kind="numeric", detail="numbers", unreadable=unreadable)
    return None


BOOLEAN_PAIRS = cells.BOOLEAN_PAIRS


def _shares_words(known: pl.Series) -> bool:
    """Whether some word (or run of letters or digits) stands in enough of the values to be learned from."""
    sample = known.head(5000)
    tokens = sample.str.to_lowercase().str.extract_all(TOKEN).list.unique().explode().drop_nulls()
    counts = tokens.value_counts(sort=True)
    return bool(len(counts)) and counts["count"][0] >= max(5, 0.01 * len(sample))
