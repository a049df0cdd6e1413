"""Are there rows that say the same thing twice?"""

import numpy as np
import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.splits import Splits
from wellfit.data.strata import class_numbers
from wellfit.data.wording import count, share

MANY = 0.1


def check(groups: np.ndarray, target: pl.Series, splits: Splits) -> tuple[Finding, ...]:
    """How many rows repeat an earlier one, target included, and whether splits had to share them.

    `groups` [rows] has the same number for rows with equal features. A note; a warning when more
    than a tenth of the rows repeat, or when the rows are so few in kind that equal ones had to go to
    different splits.
    """
    rows = len(target)
    values = class_numbers(target)
    numbers = groups * (values.max() + 1) + values
    repeats = rows - len(np.unique(numbers))
    findings = []
    if repeats:
        kept = "" if _straddle(numbers, splits) else " Equal rows were kept in one split."
        findings.append(
            Finding(
                kind="duplicates",
                sentence=(
                    f"{count(repeats, 'row')} ({share(repeats, rows)}) repeat{'s' if repeats == 1 else ''} an "
                    f"earlier row.{kept}"
                ),
                severity="warning" if repeats > MANY * rows else "note",
            )
        )
    if not splits.repeats_apart:
        different = len(np.unique(groups))
        sentence = (
            f"There are only {count(different, 'different row')} apart from the target, so equal rows had to be parted "
            "among training and held-out rows: the scores say how well these kinds of row are known, not how new ones "
            "would be judged."
        )
        findings.append(Finding(kind="duplicates_across_splits", sentence=sentence, severity="warning"))
    return tuple(findings)


def _straddle(numbers: np.ndarray, splits: Splits) -> bool:
    """Whether rows of the same number are in different splits."""
    parts = [splits.train, splits.validation, splits.selection, splits.test]
    return sum(len(np.unique(numbers[rows])) for rows in parts) > len(np.unique(numbers))
