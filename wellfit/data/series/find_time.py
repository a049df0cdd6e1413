"""Which columns of a table say when each row was."""

from typing import NamedTuple

import polars as pl

from wellfit.data import cells, dates
from wellfit.data.series.clock import PARTS
from wellfit.data.wording import closest, listing
from wellfit.errors import DataError, OptionError

# What a column of times is called; a column of plain numbers is taken for one under the last three names alone.
NAMES = ("time", "date", "datetime", "timestamp", "ds", "t", "step")
NUMBERED = ("time", "t", "step")


class TimeColumns(NamedTuple):
    """One column of times with its layout where it is text, or the parts of a date in several columns."""

    columns: tuple[str, ...]
    layout: str | None


def find_time(frame: pl.DataFrame, time: str | None, target: str) -> TimeColumns:
    """The column named by `time`, else the one that holds dates, the parts of a date, or a column called time or t.

    Raises OptionError where `time` is no column of times, DataError where nobody named one and none is found.

    >>> find_time(pl.DataFrame({"year": [2001, 2002], "rain": [3.0, 4.0]}), None, "rain").columns
    ('year',)
    """
    if time is not None:
        return _named(frame, time, target)
    others = [name for name in frame.columns if name != target]
    dated = {name: layout for name in others if (layout := _layout(frame[name])) is not None}
    if dated:
        name = _likeliest(frame, list(dated))
        return TimeColumns((name,), dated[name] or None)
    by_name = {name.strip().lower(): name for name in others}
    parts = tuple(by_name[part] for part in PARTS if part in by_name and frame[by_name[part]].dtype.is_numeric())
    if parts and parts[0].strip().lower() == PARTS[0]:
        return TimeColumns(parts, None)
    for name in NUMBERED:
        if name in by_name and frame[by_name[name]].dtype.is_numeric():
            return TimeColumns((by_name[name],), None)
    raise DataError(
        "A forecast needs to know when each row was, but no column says so: expected was one that holds dates or "
        f"times, columns year, month, day … or one called time, received {listing(frame.columns)}. Name the column "
        "with --time, or leave --horizon out for a table whose rows do not follow each other."
    )


def _layout(series: pl.Series) -> str | None:
    """The layout of a column of dates as text, "" for one of dates as they are, None for any other."""
    if series.dtype == pl.Date or isinstance(series.dtype, pl.Datetime):
        return ""
    return dates.layout_of(cells.words(series)) if cells.is_text(series.dtype) else None


def _likeliest(frame: pl.DataFrame, names: list[str]) -> str:
    """The one that is called so; of several, or of none, the one with most different values."""
    called = [name for name in names if name.strip().lower() in NAMES] or names
    return max(called, key=lambda name: frame[name].n_unique())


def _named(frame: pl.DataFrame, name: str, target: str) -> TimeColumns:
    if name not in frame.columns:
        raise OptionError(
            f"There is no column '{name}' to tell the time by. The columns are {listing(frame.columns)}. "
            f"{closest(name, frame.columns)}Give --time one of these."
        )
    if name == target:
        raise OptionError(f"'{name}' is the target and cannot tell the time as well. Give --time another column.")
    layout = _layout(frame[name])
    if layout is None and not frame[name].dtype.is_numeric():
        example = next((str(value) for value in frame[name].drop_nulls()), "nothing")
        raise OptionError(
            f"The column '{name}' cannot be read as times: expected were dates such as 2024-02-29 or 29.02.2024 13:45, "
            f"or numbers, received {example[:40]!r}. Write its cells in one of these ways, or give --time another "
            "column."
        )
    return TimeColumns((name,), layout or None)
