"""The rules by which a column of strings is a category, a text, names, an identifier, or no strings after all."""

import polars as pl

from wellfit.data import cells, dates
from wellfit.data.column import Column
from wellfit.data.short_words import shares_words, words_a_value

# Fewer rows than this cannot show that "every value is another one" is more than chance.
LEAST_ROWS = 20
# A value of this many words is a sentence, read word by word; shorter ones are names and titles.
_TEXT_WORDS = 7.0
# Up to this many levels a column of strings is a category, however long the strings are.
_FEW_LEVELS = 50
# A category repeats its levels; strings with more different values a row than this are names.
_MOST_DISTINCT = 0.5
_MOST_NOT_NUMBERS = 0.01
_BOOLEAN_PAIRS = ({"true", "false"}, {"yes", "no"}, {"y", "n"}, {"t", "f"})


def text_column(text: pl.Series, *, keep: bool = False) -> Column:
    """The kind of a column of trimmed strings; `keep` forbids to call it an identifier.

    >>> text_column(pl.Series("seat", [f"row {i}" for i in range(50)])).kind
    'short_text'
    """
    name, known = text.name, text.drop_nulls()
    distinct = known.n_unique()
    if distinct == 0:
        return Column(name=name, kind="constant", detail="has no value at all")
    if distinct == 1 and len(known) == len(text):
        return Column(name=name, kind="constant", detail="holds a single value")
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
    if keep or len(known) < LEAST_ROWS or shares_words(known):
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
