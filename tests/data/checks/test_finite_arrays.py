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


def test_missing_numbers_and_whole_ones_pass() -> None:
    refuse_infinite(pl.DataFrame({"x": pl.Series(np.full((3, 2, 2), np.nan))}))
    refuse_infinite(pl.DataFrame({"x": pl.Series(np.full((3, 2), 255, dtype=np.uint8)), "a": [1.0, 2.0, None]}))
    refuse_infinite(pl.DataFrame({"x": pl.Series([[1.0, 2.0], None], dtype=pl.Array(pl.Float64, 2))}))
