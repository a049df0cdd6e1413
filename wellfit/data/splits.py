"""Which rows train, which choose the epoch, which rank the recipes, and which are opened once."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from wellfit.data.duplicates import group_numbers
from wellfit.data.strata import class_numbers, stratum_numbers
from wellfit.data.task import Task
from wellfit.data.wording import count
from wellfit.errors import DataError, OptionError

NAMES = ("train", "validation", "selection", "test")
MOST_HELD_OUT = 20_000  # of validation and of selection: a loss over so many rows is known to three digits
MOST_TEST = 100_000
FEWEST_ROWS = 20
GOLDEN = 0.6180339887498949


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
    _refuse_bad_seed(seed)
    own = np.arange(len(target), dtype=np.int64)
    if test_rows is not None:
        own = np.setdiff1d(own, test_rows)
        features, target = features[own], target[own]
    refuse_too_few(len(own), f"with a value of the target '{task.target}'")
    shares = _shares(fractions or (Fractions() if test_rows is None else WITHOUT_TEST), len(own))
    groups = group_numbers(features)
    part = _part(groups, target, task, shares, seed)
    apart = _all_filled(part, shares)
    if not apart:
        groups = np.arange(len(own))
        part = _part(groups, target, task, shares, seed)
    _keep_under(part, groups, (MOST_HELD_OUT, MOST_HELD_OUT, MOST_TEST))
    rows = [own[part == number] for number in range(4)]
    if test_rows is not None:
        rows[3] = np.unique(test_rows).astype(np.int64)
    return Splits(train=rows[0], validation=rows[1], selection=rows[2], test=rows[3], repeats_apart=apart)


def _refuse_bad_seed(seed: int) -> None:
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


def _part(groups: np.ndarray, target: pl.Series, task: Task, shares: np.ndarray, seed: int) -> np.ndarray:
    """[rows] number of the split of each row; all rows of a group have the same one."""
    random = np.random.Generator(np.random.Philox(seed))
    sizes = np.bincount(groups)
    strata = _stratum_of_groups(groups, stratum_numbers(target, task), len(sizes))
    part = _allot(strata, sizes, shares, random)[groups]
    if task.kind != "regression":
        _bring_every_class_to_train(part, groups, class_numbers(target))
    return part


def _stratum_of_groups(groups: np.ndarray, strata: np.ndarray, number: int) -> np.ndarray:
    """[groups] the rarest stratum among a group's rows, so that no rare class is lost in a mixed group."""
    rarest_last = np.argsort(-np.bincount(strata)[strata], kind="stable")
    chosen = np.zeros(number, dtype=np.int64)
    chosen[groups[rarest_last]] = strata[rarest_last]
    return chosen


def _allot(strata: np.ndarray, sizes: np.ndarray, shares: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """[groups] number of the split of each group.

    The groups of a stratum are laid out on a line in random order, each as long as it has rows, and
    the line is cut at the cumulative shares: the split in which a group's middle lies gets it. Cuts are
    rounded down after adding an offset that walks through [0, 1) from stratum to stratum (golden
    ratio), so that each cut is within one row of its share, and so is their sum over many small
    strata. Groups larger than the smallest split's part come first, so that they train.
    """
    rows_in = np.bincount(strata, weights=sizes)
    smallest = shares[shares > 0].min() * rows_in[strata]
    order = np.lexsort((random.permutation(len(sizes)), sizes <= np.maximum(smallest, 1), strata))
    ends = np.cumsum(sizes[order])
    start_of_stratum = np.concatenate([[0], np.cumsum(rows_in)])[strata[order]]
    middles = ends - sizes[order] / 2 - start_of_stratum
    offsets = (random.random() + GOLDEN * np.arange(len(rows_in))) % 1
    cuts = np.floor(rows_in[:, None] * np.cumsum(shares)[:3] + offsets[:, None])
    cuts = np.maximum(cuts, 1)  # the first group of every stratum trains
    part = np.empty(len(sizes), dtype=np.int64)
    part[order] = (middles[:, None] > cuts[strata[order]]).sum(axis=1)
    return part


def _bring_every_class_to_train(part: np.ndarray, groups: np.ndarray, classes: np.ndarray) -> None:
    """Moves one whole group of each class that has no row in train to train, in place."""
    absent = np.setdiff1d(classes, classes[part == 0])
    for number in absent:
        if not (part[classes == number] == 0).any():
            part[groups == groups[np.argmax(classes == number)]] = 0


def _all_filled(part: np.ndarray, shares: np.ndarray) -> bool:
    """Whether every split has at least half of the rows it should have."""
    return bool((np.bincount(part, minlength=4) >= np.floor(shares * len(part) / 2)).all())


def _keep_under(part: np.ndarray, groups: np.ndarray, most: tuple[int, int, int]) -> None:
    """Moves whole groups from a held-out split that is over its cap to train, in place."""
    for number, cap in enumerate(most, start=1):
        rows = np.flatnonzero(part == number)
        if len(rows) > cap:
            sizes = np.bincount(groups[rows])
            ordered = np.flatnonzero(sizes)
            kept = np.cumsum(sizes[ordered]) <= cap
            part[rows[np.isin(groups[rows], ordered[~kept])]] = 0
