"""Held-out rows that are all but equal to training rows."""

import numpy as np
import polars as pl

from wellfit.data.checks.near_duplicates import check
from wellfit.data.duplicates import group_numbers
from wellfit.data.finding import Finding
from wellfit.data.splits import Splits

WORDS = "It was a long and winding film about nothing, number"
ROWS = np.arange(200)
SPLITS = Splits(train=ROWS[:100], validation=ROWS[100:140], selection=ROWS[140:170], test=ROWS[170:])


def found(frame: pl.DataFrame) -> tuple[Finding, ...]:
    return check(frame, group_numbers(frame), SPLITS)


def numbers() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(200, 4))


def test_a_hair_s_difference_in_numbers() -> None:
    values = numbers()
    values[150] = np.round(values[3], 5)
    (finding,) = found(pl.DataFrame(values))
    assert finding.sentence.startswith(
        "1 held-out row (1.0 %) is all but equal to a training row: the same but for tiny"
    )
    assert finding.severity == "note"


def test_case_and_punctuation_in_texts() -> None:
    texts = [f"{WORDS} {number}." for number in range(200)]
    texts[120], texts[180] = texts[1].upper(), texts[2].replace(" ", "  ")
    (finding,) = found(pl.DataFrame({"review": texts}))
    assert finding.sentence.startswith("2 held-out rows (2.0 %) are all but equal to a training row")
    assert finding.severity == "warning"


def test_a_twin_in_the_same_split_or_an_exact_one_is_not_meant() -> None:
    values = numbers()
    values[4] = values[3] + 1e-9
    values[150] = values[5]
    assert found(pl.DataFrame(values)) == ()


def test_few_numbers_agree_by_chance() -> None:
    values = np.random.default_rng(0).normal(size=(200, 2))
    values[150] = values[3] + 1e-9
    assert found(pl.DataFrame(values)) == ()


def test_constant_and_missing_numbers_do_no_harm() -> None:
    frame = pl.DataFrame(numbers()).with_columns(pl.lit(1.0).alias("one"), pl.lit(None, dtype=pl.Float64).alias("none"))
    assert found(frame) == ()
