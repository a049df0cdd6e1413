"""How the raw cells of one column become values of the column's kind.

Training and prediction read cells through the same functions, so that a value that was understood
in training is understood in the same way in new rows, whatever type its column has there.
"""

import polars as pl

from wellfit.data.sources.cells import MISSING

TRUE_WORDS = ("true", "yes", "y", "t", "1", "1.0")
FALSE_WORDS = ("false", "no", "n", "f", "0", "0.0")
# float32 overflows at 3.4e38; beyond this, the squares that a standard deviation needs say nothing.
LARGEST_NUMBER = 1e30


def words(series: pl.Series) -> pl.Series:
    """Any column as trimmed strings, with null for each spelling of a missing value.

    Whole floats lose their ".0": the code 3 is the same level where a gap made its column a float.

    >>> words(pl.Series([" a", "?", None])).to_list(), words(pl.Series([3.0, 0.5])).to_list()
    (['a', None, None], ['3', '0.5'])
    """
    text = series.cast(pl.String, strict=False)
    if series.dtype.is_float():
        text = text.str.replace(r"^(-?\d+)\.0$", "$1")
    text = text.str.strip_chars()
    return text.set(text.is_in(MISSING).fill_null(False), None)


def numbers(series: pl.Series) -> pl.Series:
    """Any column as finite numbers, null where a cell is no number or beyond 1e30.

    Whole numbers and truth values are returned as they are: 784 columns of bytes stay bytes.

    >>> numbers(pl.Series(["1", "2.5", "x", "inf"])).to_list()
    [1.0, 2.5, None, None]
    """
    dtype = series.dtype
    if dtype.is_integer() or dtype == pl.Boolean:
        return series
    if is_text(dtype):
        series = words(series).cast(pl.Float64, strict=False)
    elif dtype == pl.Time or isinstance(dtype, pl.Duration):
        series = series.cast(pl.Int64).cast(pl.Float64)
    elif not dtype.is_float():
        series = series.cast(pl.Float64, strict=False)
    unusable = series.is_not_null() & ~(series.abs() <= LARGEST_NUMBER).fill_null(False)
    return series.set(unusable, None) if unusable.any() else series


def booleans(series: pl.Series) -> pl.Series:
    """Any column as truth values, null where a cell is neither a word for true nor one for false.

    >>> booleans(pl.Series(["yes", "No", "perhaps"])).to_list()
    [True, False, None]
    """
    if series.dtype == pl.Boolean:
        return series
    text = words(series).str.to_lowercase()
    true, false = text.is_in(TRUE_WORDS).fill_null(False), text.is_in(FALSE_WORDS).fill_null(False)
    return true.set(~(true | false), None)


def is_text(dtype: pl.DataType) -> bool:
    """Whether a column of this type holds strings."""
    return dtype == pl.String or isinstance(dtype, (pl.Categorical, pl.Enum))
