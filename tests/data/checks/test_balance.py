"""Rare classes are named."""

import polars as pl
import pytest

from wellfit.data.checks.balance import check
from wellfit.data.task import Task


def labels(*counts: int) -> tuple[pl.Series, Task]:
    names = [f"c{number}" for number in range(len(counts))]
    kind = "binary" if len(counts) == 2 else "multiclass"
    values = [name for name, number in zip(names, counts, strict=True) for _ in range(number)]
    return pl.Series(values), Task(kind=kind, target="y", classes=tuple(names))


def test_a_rare_class_is_named_with_what_guessing_gets() -> None:
    (finding,) = check(*labels(970, 30))
    assert finding.sentence == (
        "The classes are unevenly filled: 'c1', the rarest, has 30 rows (3.0 %), 'c0', the most frequent, 970. "
        "Always answering 'c0' is right for 97.0 % of the rows: compare accuracies with that."
    )
    assert (finding.severity, finding.columns) == ("warning", ("y",))


@pytest.mark.parametrize(
    "counts, rare",
    [((940, 60), False), ((31, 19), True), ((31, 20), False), ((900, 900, 120), False), ((900, 900, 60), True)],
)
def test_rare_depends_on_share_and_number(counts: tuple[int, ...], rare: bool) -> None:
    assert bool(check(*labels(*counts))) == rare


def test_a_number_has_no_classes() -> None:
    assert check(pl.Series([1.0, 2.0]), Task(kind="regression", target="y")) == ()
