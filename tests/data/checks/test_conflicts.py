"""Equal rows with different labels."""

import numpy as np
import polars as pl

from wellfit.data.checks.conflicts import check
from wellfit.data.task import Task

TASK = Task(kind="multiclass", target="y", classes=("a", "b", "c"))


def test_the_rows_concerned_and_the_unavoidable_errors_are_counted() -> None:
    groups = np.array([0, 0, 0, 1, 1, 2, 3, 3])
    target = pl.Series(["a", "a", "b", "c", "c", "a", "a", "c"])
    (finding,) = check(groups, target, TASK)
    assert finding.sentence == (
        "5 rows have equal features but different labels: "
        "whatever a model answers, it is wrong on 2 of all 8 rows or more (25 %)."
    )
    assert finding.severity == "warning"


def test_rare_conflicts_are_a_note() -> None:
    groups = np.arange(1000)
    groups[999] = 0
    (finding,) = check(groups, pl.Series(["a"] * 999 + ["b"]), TASK)
    assert finding.severity == "note"


def test_agreement_and_regressions_are_nothing_to_say() -> None:
    groups = np.array([0, 0, 1])
    assert check(groups, pl.Series(["a", "a", "b"]), TASK) == ()
    assert check(groups, pl.Series([1.0, 2.0, 3.0]), Task(kind="regression", target="y")) == ()
