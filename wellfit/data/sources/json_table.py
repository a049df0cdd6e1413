"""Tables in parsed JSON: records, rows without names, or columns."""

from typing import Any

import polars as pl

from wellfit.data.sources.names import counted, numbered_names
from wellfit.data.sources.records import column_series, frame_of_records
from wellfit.errors import SourceError

EXPECTED = (
    'Expected a list of records [{"age": 31, "job": "nurse"}, …] or an object of columns {"age": [31, …], "job": […]}'
)


def frame_of_json(content: Any, label: str) -> pl.DataFrame:
    """A frame from parsed JSON of any of the table forms; a single record is a table of one row."""
    if isinstance(content, list) and content and all(isinstance(row, dict) for row in content):
        return frame_of_records(content, label)
    if isinstance(content, list) and content and all(isinstance(row, list) for row in content):
        return _rows(content, label)
    if isinstance(content, dict) and content:
        return _columns(content, label)
    raise SourceError(f"{label} holds no table. {EXPECTED}; received {_describe(content)}. Write it in one of these.")


def _rows(rows: list[list[Any]], label: str) -> pl.DataFrame:
    lengths = [len(row) for row in rows]
    if len(set(lengths)) != 1:
        odd = next(position for position, length in enumerate(lengths) if length != lengths[0])
        raise SourceError(
            f"{label} has rows of unequal length: row {odd} (from 0) has {counted(lengths[odd], 'value')}, row 0 "
            f"has {lengths[0]}. Every row needs the same number of values."
        )
    named = zip(numbered_names(lengths[0]), zip(*rows, strict=True), strict=True)
    return pl.DataFrame([column_series(name, list(values), label) for name, values in named])


def _columns(content: dict[str, Any], label: str) -> pl.DataFrame:
    if not any(isinstance(values, list | dict) for values in content.values()):
        return frame_of_records([content], label)
    if all(isinstance(values, dict) for values in content.values()):
        return _indexed_columns(content, label)
    if not all(isinstance(values, list) for values in content.values()):
        raise SourceError(f"{label} mixes lists and single values. {EXPECTED}. Make every column a list.")
    lengths = {name: len(values) for name, values in content.items()}
    if len(set(lengths.values())) != 1:
        raise unequal_columns(lengths, label)
    return pl.DataFrame([column_series(name, values, label) for name, values in content.items()])


def _indexed_columns(content: dict[str, dict[str, Any]], label: str) -> pl.DataFrame:
    """What `DataFrame.to_json()` of pandas writes: {"age": {"0": 31, "1": 44}, …}."""
    index = list(dict.fromkeys(key for values in content.values() for key in values))
    columns = ((name, [values.get(key) for key in index]) for name, values in content.items())
    return pl.DataFrame([column_series(name, values, label) for name, values in columns])


def unequal_columns(lengths: dict[str, int], label: str) -> SourceError:
    """The error for columns of unequal length, naming a shortest and a longest one."""
    short, long = min(lengths, key=lengths.__getitem__), max(lengths, key=lengths.__getitem__)
    return SourceError(
        f'{label} has columns of unequal length: "{short}" has {counted(lengths[short], "value")}, "{long}" has '
        f"{lengths[long]:,}. Every column needs one value for each row."
    )


def _describe(content: Any) -> str:
    if isinstance(content, list | dict) and not content:
        return "nothing in it"
    return "a list of mixed or single values" if isinstance(content, list) else f"the single value {str(content)[:40]}"
