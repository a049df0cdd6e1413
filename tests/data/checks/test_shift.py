"""A test source that looks otherwise."""

import numpy as np
import polars as pl
import pytest

from wellfit.data.checks.shift import SAMPLE, check


def frame(rows: int, seed: int, mean: float = 0.0, share: float = 0.5) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    return pl.DataFrame(
        {"number": random.normal(mean, 1, rows), "level": random.choice(["x", "y"], rows, p=[share, 1 - share])}
    )


def test_the_columns_that_differ_are_named_farthest_first() -> None:
    (finding,) = check(frame(1000, 0), frame(1000, 1, mean=3.0, share=0.9))
    assert finding.columns == ("number", "level")
    assert finding.sentence.startswith(
        "The test source differs from the training rows in 'number', 'level' (largest distance 0.8"
    )
    assert finding.severity == "warning"


@pytest.mark.parametrize("rows", [49, 60, 1000, SAMPLE + 5000])
def test_chance_is_not_a_shift(rows: int) -> None:
    assert check(frame(rows, 0), frame(rows, 1)) == ()


def test_other_columns_are_passed_over() -> None:
    own = pl.DataFrame(
        {"text": [f"a {n}" for n in range(200)], "x": pl.Series(np.zeros((200, 2, 2))), "none": [None] * 200}
    )
    test = own.with_columns(text=pl.lit("b"), none=pl.lit(None))
    assert check(own, test) == ()
    numbers = own.select(none=pl.col("none").cast(pl.Float64))
    assert check(numbers, numbers) == ()
