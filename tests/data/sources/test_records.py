"""Columns from Python values."""

from datetime import date

import polars as pl
import pytest

from wellfit.data.sources.records import column_series
from wellfit.errors import SourceError


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        ([1, 2.5, None], pl.Float64, [1.0, 2.5, None]),
        ([True, None], pl.Boolean, [True, None]),
        ([date(2020, 1, 1)], pl.Date, [date(2020, 1, 1)]),
        ([1, "?", False], pl.String, ["1", "?", "false"]),
        ([None], pl.Null, [None]),
        ([[1, 2], [3]], pl.List(pl.Int64), [[1, 2], [3]]),
        ([10**30, 1], pl.Float64, [1e30, 1.0]),
    ],
)
def test_types(values: list[object], dtype: pl.DataType, expected: list[object]) -> None:
    series = column_series("a", values, "rows")
    assert (series.dtype, series.to_list()) == (dtype, expected)


def test_mixed_nesting() -> None:
    with pytest.raises(SourceError, match=r'Column "a" of rows mixes values of the types "dict" and "list"'):
        column_series("a", [{"b": 1}, [1]], "rows")


def test_values_no_column_can_hold() -> None:
    with pytest.raises(SourceError, match=r'Column "a" of rows cannot be read.*Expected numbers'):
        column_series("a", [10**400], "rows")
