"""Are there rows that say the same thing twice?"""

import numpy as np
import polars as pl

from wellfit.data.duplicates import group_numbers
from wellfit.data.finding import Finding
from wellfit.data.splits import Splits
from wellfit.data.wording import count, share

MANY = 0.1


def check(features: pl.DataFrame, target: pl.Series, splits: Splits) -> tuple[Finding, ...]:
    """How many rows repeat an earlier one, target included, and whether splits had to share them.

    A note; a warning when more than a tenth of the rows repeat, or when the rows are so few in kind
    that equal ones had to go to different splits.
    """
    rows = features.with_columns(target.alias("\0target"))
    repeats = rows.height - len(np.unique(group_numbers(rows)))
    findings = []
    if repeats:
        kept = " Equal rows were kept in one split." if splits.repeats_apart else ""
        findings.append(
            Finding(
                kind="duplicates",
                sentence=(
                    f"{count(repeats, 'row')} ({share(repeats, rows.height)}) repeat{'s' if repeats == 1 else ''} an "
                    f"earlier row.{kept}"
                ),
                severity="warning" if repeats > MANY * rows.height else "note",
            )
        )
    if not splits.repeats_apart:
        different = len(np.unique(group_numbers(features)))
        sentence = (
            f"There are only {count(different, 'different row')} apart from the target, so equal rows had to be parted "
            "among training and held-out rows: the scores say how well these kinds of row are known, not how new ones "
            "would be judged."
        )
        findings.append(Finding(kind="duplicates_across_splits", sentence=sentence, severity="warning"))
    return tuple(findings)
