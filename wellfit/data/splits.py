"""Which rows train, which choose the epoch, which rank the recipes, and which are opened once."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from wellfit.data.allot import allot, keep_under
from wellfit.data.duplicates import group_numbers
from wellfit.data.task import Task
from wellfit.data.wording import count
from wellfit.errors import DataError, OptionError

NAMES = ("train", "validation", "selection", "test")
MOST_HELD_OUT = 20_000  # of validation and of selection: a loss over so many rows is known to three digits
MOST_TEST = 100_000
FEWEST_ROWS = 20


@dataclass(frozen=True, kw_only=True)
class Fractions:
    """The share of the rows that each split gets; the shares add up to one.

    >>> Fractions(train=0.70, validation=0.15, selection=0.15, test=0.0).train
    0.7
    """

    train: float = 0.64
    validation: float = 0.12
    selection: float = 0.12
    test: float = 0.12

    def __post_init__(self) -> None:
        shares = (self.train, self.validation, self.selection, self.test)
        if min(shares) < 0 or abs(sum(shares) - 1) > 1e-9 or self.train < 0.5:
            raise OptionError(
                f"The fractions of the splits are {shares}; expected were four numbers from 0 that add up to 1, the "
                "first, of the training rows, at least 0.5."
            )


WITHOUT_TEST = Fractions(train=0.70, validation=0.15, selection=0.15, test=0.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Splits:
    """The row numbers of each split, sorted, as int64; no row is in two of them.

    `repeats_apart` is false when the rows repeat so much that equal ones had to be parted.
    """

    train: np.ndarray
    validation: np.ndarray
    selection: np.ndarray
    test: np.ndarray
    repeats_apart: bool = True


def split(
    features: pl.DataFrame,
    target: pl.Series,
    task: Task,
    *,
    seed: int,
    fractions: Fractions | None = None,
    test_rows: np.ndarray | None = None,
) -> Splits:
    """Parts the rows, stratified by the target, the same way for the same `seed` on every machine.

    Rows whose features are all equal stay in one split, and every class has rows in train. When
    `test_rows` gives the row numbers of a test source, they are the test split and the other rows
    are parted 0.70 / 0.15 / 0.15. Validation and selection get at most 20,000 rows each and test
    100,000; the rest trains. `target` has no missing values. Raises DataError under 20 rows,
    OptionError for a negative seed.

    >>> from wellfit.data.task import Task
    >>> task = Task(kind="binary", target="y", classes=("0", "1"))
    >>> parts = split(pl.DataFrame({"a": range(100)}), pl.Series(["0", "1"] * 50), task, seed=0)
    >>> [len(parts.train), len(parts.validation), len(parts.selection), len(parts.test)]
    [64, 12, 12, 12]
    """
    refuse_bad_seed(seed)
    own = np.arange(len(target), dtype=np.int64)
    if test_rows is not None:
        own = np.setdiff1d(own, test_rows)
        features, target = features[own], target[own]
    refuse_too_few(len(own), f"with a value of the target '{task.target}'")
    shares = _shares(fractions or (Fractions() if test_rows is None else WITHOUT_TEST), len(own))
    groups = group_numbers(features)
    part = allot(groups, target, task, shares, seed)
    apart = _all_filled(part, shares)
    if not apart:
        groups = np.arange(len(own))
        part = allot(groups, target, task, shares, seed)
    keep_under(part, groups, (MOST_HELD_OUT, MOST_HELD_OUT, MOST_TEST))
    rows = [own[part == number] for number in range(4)]
    if test_rows is not None:
        rows[3] = np.unique(test_rows).astype(np.int64)
    return Splits(train=rows[0], validation=rows[1], selection=rows[2], test=rows[3], repeats_apart=apart)


def refuse_bad_seed(seed: int) -> None:
    if seed < 0:
        raise OptionError(f"The seed is {seed}; expected was a whole number from 0. Give --seed such a number.")


def refuse_too_few(rows: int, which: str) -> None:
    """Raises DataError under 20 rows; `which` says after "rows" which are meant."""
    if rows < FEWEST_ROWS:
        raise DataError(
            f"There {'is' if rows == 1 else 'are'} {count(rows, 'row')} {which}; expected were at least {FEWEST_ROWS}, "
            "to be parted into training, validation, selection and test rows. Add rows."
        )


def _shares(fractions: Fractions, rows: int) -> np.ndarray:
    """[4] shares after the caps: what the held-out splits may not have goes to train."""
    validation = min(fractions.validation, MOST_HELD_OUT / rows)
    selection = min(fractions.selection, MOST_HELD_OUT / rows)
    test = min(fractions.test, MOST_TEST / rows)
    return np.array([1 - validation - selection - test, validation, selection, test])


def _all_filled(part: np.ndarray, shares: np.ndarray) -> bool:
    """Whether every split has at least half of the rows it should have."""
    return bool((np.bincount(part, minlength=4) >= np.floor(shares * len(part) / 2)).all())
