"""Any tree of plain values as lines and small tables, so that a gate may store what it likes and all of it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wellfit.report.text import interval, number, plain_value, words


@dataclass(frozen=True, kw_only=True)
class Line:
    """One value under its name; names of nested values are joined by a dot."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A list of like things as a table."""

    label: str
    columns: list[str]
    rows: list[list[str]]


def lay_out(values: Mapping[str, Any], *, exact: bool = False) -> list[Line | Grid]:
    """Return `values` as lines and grids; `exact` writes numbers in full (settings), else rounded (measurements).

    >>> lay_out({"network": {"value": 0.281, "low": 0.272, "high": 0.290}, "rows": 3})
    [Line(label='network', text='0.2810 (0.2720 to 0.2900)'), Line(label='rows', text='3')]
    """
    return list(_walk(values, (), exact))


def _walk(values: Mapping[str, Any], path: tuple[str, ...], exact: bool) -> list[Line | Grid]:
    laid_out: list[Line | Grid] = []
    for key, value in values.items():
        here = (*path, words(str(key)))
        label = " \N{MIDDLE DOT} ".join(here)
        if isinstance(value, Mapping) and value and not _is_interval(value):
            laid_out += _walk(value, here, exact)
        elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            laid_out.append(_grid(label, value, exact))
        else:
            laid_out.append(Line(label=label, text=_text(value, exact)))
    return laid_out


def _grid(label: str, rows: list[Mapping[str, Any]], exact: bool) -> Grid:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return Grid(
        label=label,
        columns=[words(str(column)) for column in columns],
        rows=[[_text(row.get(column), exact) for column in columns] for row in rows],
    )


def _is_interval(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"value", "low", "high"}


def _text(value: Any, exact: bool) -> str:
    if _is_interval(value) and isinstance(value["value"], int | float):
        return interval(value["value"], value["low"], value["high"])
    if isinstance(value, bool | str) or value is None or exact:
        return plain_value(value)
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, list):
        return ", ".join(_text(item, exact) for item in value) or "none"
    return plain_value(value)
