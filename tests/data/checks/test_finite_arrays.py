"""Infinite numbers in arrays."""

import numpy as np
import polars as pl
import pytest

from wellfit.data.checks.finite_arrays import refuse_infinite
from wellfit.errors import DataError


@pytest.mark.parametrize("value, shown", [(np.inf, "inf"), (-np.inf, "-inf"), (1e31, r"1e\+31")])
def test_infinite_and_huge_numbers(value: float, shown: str) -> None:
    pictures = np.zeros((3, 2, 2))
    pictures[1, 0] = value
    expected = (
        f"The array 'x' holds 2 infinite or unusably large numbers; expected were finite .* received {shown}. Replace"
    )
    with pytest.raises(DataError, match=expected):
        refuse_infinite(pl.DataFrame({"x": pl.Series(pictures)}))


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(pl.Series(np.full((3, 2, 2), np.nan)), id="missing numbers"),
        pytest.param(pl.Series([[1.0, 2.0], None], dtype=pl.Array(pl.Float64, 2)), id="a missing array"),
        pytest.param(pl.Series(np.full((3, 2), 255, dtype=np.uint8)), id="whole numbers"),
        pytest.param(pl.Series([1.0, np.inf]), id="a column of single numbers"),
    ],
)
def test_what_is_no_infinite_array_is_read(cells: pl.Series) -> None:
    source = pl.DataFrame({"x": cells, "y": range(len(cells))})
    before = source.clone()
    refuse_infinite(source)
    assert source.equals(before, null_equal=True), "a check changes no cell"
