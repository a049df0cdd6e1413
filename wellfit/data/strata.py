"""Numbers for the classes of a target, or for the slices of a numeric one."""

import numpy as np
import polars as pl

from wellfit.data.task import Task

MOST_SLICES = 10
ROWS_PER_SLICE = 20


def class_numbers(target: pl.Series) -> np.ndarray:
    """[rows] the number of each row's class, 0 for the first in sorted order, as int64.

    >>> class_numbers(pl.Series(["b", "a", "b"])).tolist()
    [1, 0, 1]
    """
    return target.rank("dense").to_numpy().astype(np.int64) - 1


def stratum_numbers(target: pl.Series, task: Task) -> np.ndarray:
    """[rows] the stratum of each row: its class, or for a regression the quantile slice of its value.

    >>> stratum_numbers(pl.Series(range(40)), Task(kind="regression", target="y")).tolist().count(1)
    20
    """
    if task.kind != "regression":
        return class_numbers(target)
    slices = max(1, min(MOST_SLICES, len(target) // ROWS_PER_SLICE))
    ranks = target.rank("ordinal").to_numpy().astype(np.int64) - 1
    return ranks * slices // len(ranks)
