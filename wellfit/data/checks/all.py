"""All checks of parted rows, in the order in which their findings are told."""

import polars as pl

from wellfit.data.checks import balance, conflicts, duplicates, missing, near_duplicates, shift
from wellfit.data.duplicates import group_numbers
from wellfit.data.finding import Finding
from wellfit.data.splits import Splits
from wellfit.data.task import Task


def check(
    features: pl.DataFrame, target: pl.Series, task: Task, splits: Splits, *, own_test: bool
) -> tuple[Finding, ...]:
    """The findings of every check; `features` are the used columns, `target` has no missing values.

    With `own_test`, the test rows come from another source, and are compared with the others.
    """
    groups = group_numbers(features)
    findings = (
        *missing.check(features),
        *duplicates.check(groups, target, splits),
        *near_duplicates.check(features, groups, splits),
        *conflicts.check(groups, target, task),
        *balance.check(target, task),
    )
    if not own_test:
        return findings
    rows = features.with_columns(target.alias(task.target))
    return (*findings, *shift.check(rows[splits.train], rows[splits.test]))
