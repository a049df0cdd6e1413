"""Groups of rows allotted to splits: stratified, whole, by chance that the seed decides."""

import numpy as np
import polars as pl

from wellfit.data.strata import class_numbers, stratum_numbers
from wellfit.data.task import Task

GOLDEN = 0.6180339887498949


def allot(groups: np.ndarray, target: pl.Series, task: Task, shares: np.ndarray, seed: int) -> np.ndarray:
    """[rows] number of the split of each row; all rows of a group have the same one."""
    random = np.random.Generator(np.random.Philox(seed))
    sizes = np.bincount(groups)
    strata = stratum_of_groups(groups, stratum_numbers(target, task), len(sizes))
    part = lay_out(strata, sizes, shares, random, least=1)[groups]  # the first group of every stratum trains
    if task.kind != "regression":
        _bring_every_class_to_train(part, groups, class_numbers(target))
    return part


def stratum_of_groups(groups: np.ndarray, strata: np.ndarray, number: int) -> np.ndarray:
    """[groups] the rarest stratum among a group's rows, so that no rare class is lost in a mixed group."""
    rarest_last = np.argsort(-np.bincount(strata)[strata], kind="stable")
    chosen = np.zeros(number, dtype=np.int64)
    chosen[groups[rarest_last]] = strata[rarest_last]
    return chosen


def lay_out(
    strata: np.ndarray, sizes: np.ndarray, shares: np.ndarray, random: np.random.Generator, *, least: int = 0
) -> np.ndarray:
    """[groups] number of the part of each group, one part for each of the shares.

    The groups of a stratum are laid out on a line in random order, each as long as it has rows, and
    the line is cut at the cumulative shares: the part in which a group's middle lies gets it. Cuts are
    rounded down after adding an offset that walks through [0, 1) from stratum to stratum (golden
    ratio), so that each cut is within one row of its share, and so is their sum over many small
    strata. Groups larger than the smallest part come first, and the first part gets the first `least` rows of
    every stratum: it is the one that trains, where one does.
    """
    rows_in = np.bincount(strata, weights=sizes)
    smallest = shares[shares > 0].min() * rows_in[strata]
    order = np.lexsort((random.permutation(len(sizes)), sizes <= np.maximum(smallest, 1), strata))
    ends = np.cumsum(sizes[order])
    start_of_stratum = np.concatenate([[0], np.cumsum(rows_in)])[strata[order]]
    middles = ends - sizes[order] / 2 - start_of_stratum
    offsets = (random.random() + GOLDEN * np.arange(len(rows_in))) % 1
    ends_of_parts = np.cumsum(shares)[:-1].round(12)  # a sum of 0.999… would send rows to a part without a share
    cuts = np.floor(rows_in[:, None] * ends_of_parts + offsets[:, None])
    cuts = np.maximum(cuts, least)
    part = np.empty(len(sizes), dtype=np.int64)
    part[order] = (middles[:, None] > cuts[strata[order]]).sum(axis=1)
    return part


def _bring_every_class_to_train(part: np.ndarray, groups: np.ndarray, classes: np.ndarray) -> None:
    """Moves one whole group of each class that has no row in train to train, in place."""
    absent = np.setdiff1d(classes, classes[part == 0])
    for number in absent:
        if not (part[classes == number] == 0).any():
            part[groups == groups[np.argmax(classes == number)]] = 0


def keep_under(part: np.ndarray, groups: np.ndarray, most: tuple[int, int, int]) -> None:
    """Moves whole groups from a held-out split that is over its cap to train, in place."""
    for number, cap in enumerate(most, start=1):
        rows = np.flatnonzero(part == number)
        if len(rows) > cap:
            sizes = np.bincount(groups[rows])
            ordered = np.flatnonzero(sizes)
            kept = np.cumsum(sizes[ordered]) <= cap
            part[rows[np.isin(groups[rows], ordered[~kept])]] = 0
