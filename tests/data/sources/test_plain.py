"""Columns of plain types."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from wellfit.data.sources.plain import plain_columns


@pytest.mark.parametrize(
    ("series", "dtype", "expected"),
    [
        (pl.Series(["x", None], dtype=pl.Categorical), pl.String, ["x", None]),
        (pl.Series(["x"], dtype=pl.Enum(["x", "y"])), pl.String, ["x"]),
        (pl.Series([Decimal("1.50")]), pl.Float64, [1.5]),
        (pl.Series([10**25]), pl.Float64, [1e25]),
        (pl.Series([None]), pl.String, [None]),
        (pl.Series([datetime(2020, 1, 1, 2, tzinfo=UTC)]), pl.Datetime("us"), [datetime(2020, 1, 1, 2)]),
        (pl.Series([["a", "b"], ["c", None]]), pl.String, ["a b", "c"]),
        (pl.Series([[1, 2], [3, 4]]), pl.Array(pl.Int64, 2), [[1, 2], [3, 4]]),
        (pl.Series([1, None]), pl.Int64, [1, None]),
    ],
)
def test_types(series: pl.Series, dtype: pl.DataType, expected: list[Any]) -> None:
    frame, findings = plain_columns(pl.DataFrame({"a": series}))
    assert (frame["a"].dtype, frame["a"].to_list(), findings) == (dtype, expected, ())


def test_durations_and_times_of_day_are_seconds() -> None:
    frame, _ = plain_columns(pl.DataFrame({"a": [timedelta(minutes=2)], "b": [time(1, 0, 1)]}))
    assert frame.row(0) == pytest.approx((120.0, 3601.0))


def test_records_are_spread() -> None:
    frame, _ = plain_columns(pl.DataFrame({"a": [{"b": {"c": 1}, "d": "x"}], "e": [2]}))
    assert frame.to_dicts() == [{"a.b.c": 1, "a.d": "x", "e": 2}]


@pytest.mark.parametrize("values", [[[1, 2], [3]], [[1], None], [b"x", b"y"], [[True], [False]]])
def test_what_cannot_be_learned_from_is_left_out(values: list[Any]) -> None:
    frame, (finding,) = plain_columns(pl.DataFrame({"a": values, "b": [1, 2]}))
    assert frame.columns == ["b"]
    assert finding.sentence.startswith('"a" left out: values of type ')
    assert (finding.severity, finding.columns) == ("warning", ("a",))
