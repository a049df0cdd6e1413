"""How the raw cells of one column become values of the column's kind.

Training and prediction read cells through the same functions, so that a value that was understood
in training is understood in the same way in new rows, whatever type its column has there.
"""

import polars as pl

# What a person writes for "no value"; "none" is absent because it is a real category ("no garage").
MISSING_WORDS = ("", "?", "-", "NA", "N/A", "n/a", "na", "null", "NULL", "nan", "NaN", "NAN")
TRUE_WORDS = ("true", "yes", "y", "t", "1", "1.0")
FALSE_WORDS = ("false", "no", "n", "f", "0", "0.0")
BOOLEAN_PAIRS = ({"true", "false"}, {"yes", "no"}, {"y", "n"}, {"t", "f"})
# float32 overflows at 3.4e38; beyond this the squares that a standard deviation needs say nothing any more.
LARGEST_NUMBER = 1e30
DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%dT%H:%M:%S%.fZ",
    "%Y/%m/%d %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%m/%d/%Y %H:%M",
)


def words(series: pl.Series) -> pl.Series:
    """Any column as trimmed strings, with null for each spelling of a missing value.

    >>> words(pl.Series([" a", "?", None])).to_list()
    ['a', None, None]
    """
    text = series.cast(pl.String, strict=False).str.strip_chars()
    return text.set(text.is_in(MISSING_WORDS).fill_null(False), None)


def numbers(series: pl.Series) -> pl.Series:
    """Any column as finite Float64, null where a cell is no number or beyond 1e30.

    A column that is numeric already and cannot hold an unusable value keeps its type: 784 columns
    of bytes stay bytes.

    >>> numbers(pl.Series(["1", "2.5", "x", "inf"])).to_list()
    [1.0, 2.5, None, None]
    """
    dtype = series.dtype
    if dtype.is_integer() or dtype == pl.Boolean:
        return series
    if dtype == pl.String or isinstance(dtype, (pl.Categorical, pl.Enum)):
        series = words(series).cast(pl.Float64, strict=False)
    elif dtype == pl.Time or isinstance(dtype, pl.Duration):
        series = series.cast(pl.Int64).cast(pl.Float64)
    elif not dtype.is_float():
        series = series.cast(pl.Float64, strict=False)
    unusable = series.is_not_null() & ~(series.abs() <= LARGEST_NUMBER)
    return series.set(unusable, None) if unusable.any() else series


def booleans(series: pl.Series) -> pl.Series:
    """Any column as booleans, null where a cell is neither a word for true nor one for false.

    >>> booleans(pl.Series(["yes", "No", "perhaps"])).to_list()
    [True, False, None]
    """
    if series.dtype == pl.Boolean:
        return series
    text = words(series).str.to_lowercase()
    result = pl.Series(series.name, [None], dtype=pl.Boolean).new_from_index(0, len(text))
    result = result.set(text.is_in(TRUE_WORDS).fill_null(False), True)
    return result.set(text.is_in(FALSE_WORDS).fill_null(False), False)


def times(series: pl.Series, layout: str | None = None) -> pl.Series:
    """Any column as points in time without zone (microseconds), null where a cell is none.

    Strings are read with `layout` (one of `DATE_FORMATS`); where it is None, with the first that
    reads the cells.

    >>> times(pl.Series(["2024-02-29", "2023-02-29"]), "%Y-%m-%d").to_list()
    [datetime.datetime(2024, 2, 29, 0, 0), None]
    """
    if isinstance(series.dtype, pl.Datetime):
        return series.dt.convert_time_zone("UTC").dt.replace_time_zone(None).dt.cast_time_unit("us") if (
            series.dtype.time_zone
        ) else series.dt.cast_time_unit("us")
    if series.dtype == pl.Date:
        return series.cast(pl.Datetime("us"))
    text = words(series)
    layout = layout or date_layout(text) or DATE_FORMATS[0]
    return _parsed(text, layout)


def date_layout(text: pl.Series) -> str | None:
    """The first of `DATE_FORMATS` that reads nearly every non-missing cell, or None."""
    sample = text.drop_nulls().head(1000)
    if not len(sample) or sample.str.contains(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}").mean() < 0.95:
        return None
    full = text.drop_nulls()
    for layout in DATE_FORMATS:
        if _parsed(sample, layout).null_count() <= 0.05 * len(sample):
            if _parsed(full, layout).null_count() <= 0.05 * len(full):
                return layout
    return None


def _parsed(text: pl.Series, layout: str) -> pl.Series:
    return text.str.to_datetime(layout, strict=False, exact=True, time_unit="us")
