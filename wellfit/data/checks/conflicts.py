"""Do equal rows carry different labels?"""

import numpy as np
import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.strata import class_numbers
from wellfit.data.task import Task
from wellfit.data.wording import count, share

MANY = 0.01


def check(groups: np.ndarray, target: pl.Series, task: Task) -> tuple[Finding, ...]:
    """Rows whose features are all equal but whose class differs, and how many of them nothing can get right.

    `groups` [rows] has the same number for rows with equal features.

    A warning when more than one row in a hundred contradicts its twins, else a note. Regressions have
    none: equal rows with different numbers are noise, which the loss shows.
    """
    if task.kind == "regression":
        return ()
    classes = class_numbers(target)
    pairs, counts = np.unique(groups * (classes.max() + 1) + classes, return_counts=True)
    largest = np.zeros(groups.max() + 1, dtype=np.int64)
    np.maximum.at(largest, pairs // (classes.max() + 1), counts)
    sizes = np.bincount(groups)
    concerned = int(sizes[largest < sizes].sum())
    wrong = int((sizes - largest).sum())
    if not wrong:
        return ()
    rows = len(groups)
    sentence = (
        f"{count(concerned, 'row')} {'has' if concerned == 1 else 'have'} equal features but different labels: "
        f"whatever a model answers, it is wrong on {wrong:,} of all {rows:,} rows or more ({share(wrong, rows)})."
    )
    return (
        Finding(kind="conflicting_labels", sentence=sentence, severity="warning" if wrong > MANY * rows else "note"),
    )
