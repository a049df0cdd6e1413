"""Repeated rows are counted."""

import numpy as np
import polars as pl

from wellfit.data.checks.duplicates import check
from wellfit.data.splits import Splits

ROWS = np.arange(5)


def splits(apart: bool = True) -> Splits:
    return Splits(train=ROWS[:2], validation=ROWS[2:3], selection=ROWS[3:4], test=ROWS[4:], repeats_apart=apart)


def test_a_row_repeats_when_its_target_does_too() -> None:
    groups, target = np.array([0, 0, 0, 1, 2]), pl.Series(["a", "a", "b", "a", "a"])
    (finding,) = check(groups, target, splits())
    assert finding.sentence == "1 row (20 %) repeats an earlier row. Equal rows were kept in one split."
    assert finding.severity == "warning"


def test_few_repeats_are_a_note() -> None:
    groups = np.minimum(np.arange(100), 97)
    (finding,) = check(groups, pl.Series([1.5] * 100), splits())
    assert finding.sentence.startswith("2 rows (2.0 %) repeat an earlier row.")
    assert finding.severity == "note"


def test_it_says_when_equal_rows_had_to_be_parted() -> None:
    groups = np.array([0, 1, 0, 1, 0])
    repeats, parted = check(groups, pl.Series(["a", "b", "a", "b", "b"]), splits(apart=False))
    assert "kept in one split" not in repeats.sentence
    assert parted.sentence.startswith(
        "There are only 2 different rows apart from the target, so equal rows had to be parted"
    )
    assert (parted.kind, parted.severity) == ("duplicates_across_splits", "warning")


def test_it_does_not_claim_what_a_test_source_prevents() -> None:
    (finding,) = check(np.array([0, 1, 2, 3, 0]), pl.Series(["a"] * 5), splits())
    assert finding.sentence == "1 row (20 %) repeats an earlier row."


def test_different_rows_are_nothing_to_say() -> None:
    assert check(ROWS, pl.Series(["a"] * 5), splits()) == ()
