"""Dates and times: which layout a column of strings has, and its points in time."""

import polars as pl

from wellfit.data import cells

# In the order in which they are tried; %m/%d before %d/%m, because the first fails on a day above 12.
LAYOUTS = tuple(
    date + time
    for date in ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y")
    for time in ("", " %H:%M", " %H:%M:%S", " %H:%M:%S%.f", "T%H:%M", "T%H:%M:%S", "T%H:%M:%S%.f")
) + tuple(
    f"%Y-%m-%d{space}%H:%M:%S{fraction}{zone}" for space in " T" for fraction in ("", "%.f") for zone in ("Z", "%z")
)
_LIKE_A_DATE = r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
# A few typing errors do not make dates a category.
_MOST_UNREADABLE = 0.05
_SAMPLE = 1_000


def times(series: pl.Series, layout: str | None = None) -> pl.Series:
    """Any column as points in time (microseconds, UTC, no zone), null where a cell is none.

    Strings are read with `layout`, one of `LAYOUTS`; where it is None or reads nothing, with the one that fits.

    >>> times(pl.Series(["2024-02-29", "2023-02-29"]), "%Y-%m-%d").to_list()
    [datetime.datetime(2024, 2, 29, 0, 0), None]
    """
    dtype = series.dtype
    if dtype == pl.Date:
        return series.cast(pl.Datetime("us"))
    if isinstance(dtype, pl.Datetime):
        return _without_zone(series).dt.cast_time_unit("us")
    text = cells.words(series)
    if layout is not None:
        parsed = _parsed(text, layout)
        if parsed.null_count() < len(parsed):
            return parsed
    return _parsed(text, layout_of(text) or layout or LAYOUTS[0])


def layout_of(text: pl.Series) -> str | None:
    """The first layout that reads nearly all strings that are not missing, or None.

    >>> layout_of(pl.Series(["31.12.1999 23:59", None]))
    '%d.%m.%Y %H:%M'
    """
    known = text.drop_nulls()
    sample = known.head(_SAMPLE)
    if not len(sample) or float(sample.str.contains(_LIKE_A_DATE).sum()) < (1 - _MOST_UNREADABLE) * len(sample):
        return None
    fitting = (layout for layout in LAYOUTS if _reads(sample, layout) and _reads(known, layout))
    return next(fitting, None)


def _reads(known: pl.Series, layout: str) -> bool:
    return _parsed(known, layout).null_count() <= _MOST_UNREADABLE * len(known)


def _parsed(text: pl.Series, layout: str) -> pl.Series:
    return _without_zone(text.str.to_datetime(layout, strict=False, exact=True, time_unit="us"))


def _without_zone(series: pl.Series) -> pl.Series:
    if isinstance(series.dtype, pl.Datetime) and series.dtype.time_zone:
        return series.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    return series
