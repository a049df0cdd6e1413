"""The target column made plain."""

import polars as pl
import pytest

from wellfit.data.target import clean_target, plain_target, target_for


@pytest.mark.parametrize(
    "values, dtype, expected",
    [
        ([" a", "", None, "b"], pl.String, ["a", None, None, "b"]),
        ([1.0, float("nan"), 2.0], pl.Float64, [1, None, 2]),
        ([1.5, None], pl.Float32, [1.5, None]),
        ([1, None], pl.UInt8, [1, None]),
        ([True, None], pl.Boolean, ["true", None]),
        ([None], pl.Null, [None]),
        (["a", None], pl.Categorical, ["a", None]),
        (["1.50"], pl.Decimal(10, 2), [1.5]),
    ],
)
def test_values_are_texts_whole_numbers_or_floats(
    values: list[object], dtype: pl.DataType, expected: list[object]
) -> None:
    series = pl.Series(values).cast(dtype)
    plain = plain_target(series, "y")
    assert plain.to_list() == expected
    assert plain.dtype in (pl.String, pl.Int64, pl.Float64)
    assert (
        clean_target(pl.concat([plain, plain_target(series, "y")]), "y").null_count() == 0
        if expected != [None]
        else True
    )


def test_numbers_beyond_53_bits_stay_floats() -> None:
    assert plain_target(pl.Series([2.0**60, 1.0]), "y").dtype == pl.Float64
    assert plain_target(pl.Series([2**63], dtype=pl.UInt64), "y").dtype == pl.Float64


def test_as_the_encoder_wants_it() -> None:
    assert target_for("multiclass", pl.Series([2.0, None, 1.0]), "y").to_list() == ["2", None, "1"]
    assert target_for("regression", pl.Series([2, None, 1]), "y").to_list() == [2.0, None, 1.0]
    assert target_for("regression", pl.Series(["2.5", None]), "y").to_list() == [2.5, None]
