"""Columns from values whose types Python knows: parsed JSON, records and lists in memory."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from wellfit.data.sources.names import listed
from wellfit.errors import SourceError


def frame_of_records(records: Sequence[Mapping[str, Any]], label: str) -> pl.DataFrame:
    """A frame from mappings, one a row; a key that a record lacks is a missing value.

    >>> frame_of_records([{"a": 1}, {"b": "x"}], "records").rows()
    [(1, None), (None, 'x')]
    """
    names = list(dict.fromkeys(key for record in records for key in record))
    if not names:
        raise SourceError(f"{label} holds records without any field. Expected at least one named value in each.")
    columns = ((name, [record.get(name) for record in records]) for name in names)
    return pl.DataFrame([column_series(str(name), values, label) for name, values in columns])


def column_series(name: str, values: Sequence[Any], label: str) -> pl.Series:
    """One column; where numbers and words are mixed, all become text, to be sorted out cell by cell later.

    Raises SourceError when single values are mixed with lists or records.
    """
    kinds = {type(value) for value in values} - {type(None)}
    nested = {kind for kind in kinds if issubclass(kind, list | dict | tuple)}
    if (nested and kinds != nested) or len(nested) > 1:
        found = listed(sorted(kind.__name__ for kind in kinds))
        raise SourceError(
            f'Column "{name}" of {label} mixes values of the types {found}. Expected single values, or lists of one '
            "length, in every row. Write all of its values in one form."
        )
    if len(kinds) > 1 and not kinds <= {int, float}:
        return pl.Series(name, [None if value is None else _as_text(value) for value in values], dtype=pl.String)
    try:
        return _numbers(name, values) if kinds and kinds <= {int, float} else pl.Series(name, values, strict=False)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError) as error:
        raise SourceError(
            f'Column "{name}" of {label} cannot be read: {error}. Expected numbers, texts, dates or true/false in it.'
        ) from error


def _numbers(name: str, values: Sequence[Any]) -> pl.Series:
    """Whole numbers that fit 64 bits stay whole; any others become floats."""
    if all(value is None or (isinstance(value, int) and -(2**63) <= value < 2**63) for value in values):
        return pl.Series(name, values, dtype=pl.Int64)
    return pl.Series(name, [None if value is None else float(value) for value in values], dtype=pl.Float64)


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
