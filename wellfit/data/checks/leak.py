"""Does one feature give the target away?"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.task import Task
from wellfit.data.wording import listing

FEWEST_ROWS = 50
# Rows on which columns are looked at first; a relabelling is then proved on all.
SAMPLE = 10_000
# A linear copy (another unit, rounding) of a numeric target.
COPY = 0.99999
# One feature alone leaves at most this part of the constant answer's errors, or follows a number's order this closely.
NEARLY_ALL_ERRORS = 0.02
NEARLY_SAME_ORDER = 0.999
SLICES = 200


@dataclass(frozen=True, kw_only=True)
class Leaks:
    """Names of the columns that are the target under another name, and what was found."""

    left_out: tuple[str, ...]
    findings: tuple[Finding, ...]


def find_leaks(features: pl.DataFrame, target: pl.Series, task: Task, *, keep: Collection[str] = ()) -> Leaks:
    """Looks for columns that relabel the target (to be left out) or nearly do (to be looked at).

    A relabelling is a one-to-one match of a column's values with the classes on at least 50 rows; for
    a number, a correlation of 0.99999 or more. A column in `keep` is only warned about. `target` has
    the classes as text, or Float64.

    >>> from wellfit.data.task import Task
    >>> task = Task(kind="binary", target="survived", classes=("0", "1"))
    >>> target = pl.Series(["0", "1"] * 30)
    >>> find_leaks(pl.DataFrame({"alive": ["no", "yes"] * 30}), target, task).left_out
    ('alive',)
    """
    rows = _sample(len(target))
    sample, sampled_target = features[rows], target[rows]
    left_out: list[str] = []
    warned: list[str] = []
    for name in features.columns:
        if _relabels(sample[name], sampled_target, task) and _relabels(features[name], target, task):
            (warned if name in keep else left_out).append(name)
        elif _nearly(sample[name], sampled_target, task):
            warned.append(name)
    return Leaks(left_out=tuple(left_out), findings=_findings(left_out, warned, task.target))


def _sample(rows: int) -> np.ndarray:
    return np.unique(np.linspace(0, rows - 1, min(rows, SAMPLE)).astype(np.int64))


def _relabels(column: pl.Series, target: pl.Series, task: Task) -> bool:
    if task.kind == "regression":
        return abs(_correlation(column, target, "pearson")) >= COPY
    if _is_nested(column):
        return False
    levels = column.n_unique()
    # Missing may be a level of its own (no lifeboat: not saved), or just missing.
    return _matches(column, target, len(task.classes), levels) or (
        column.null_count() > 0
        and _matches(column.drop_nulls(), target.filter(column.is_not_null()), len(task.classes), levels - 1)
    )


def _matches(column: pl.Series, target: pl.Series, classes: int, levels: int) -> bool:
    if len(column) < FEWEST_ROWS or levels != classes or target.n_unique() != classes:
        return False
    pairs = pl.DataFrame([column.alias("column"), target.alias("target")]).n_unique()
    return bool(pairs == classes)


def _nearly(column: pl.Series, target: pl.Series, task: Task) -> bool:
    if _is_nested(column) or len(column) < FEWEST_ROWS:
        return False
    if task.kind == "regression":
        return abs(_correlation(column, target, "spearman")) >= NEARLY_SAME_ORDER
    frame = pl.DataFrame([_sliced(column).alias("level"), target.alias("target")])
    if frame["level"].n_unique() > len(frame) / 10:
        return False
    right = int(frame.group_by("level", "target").len().group_by("level").agg(pl.col("len").max())["len"].sum())
    wrong_without = len(frame) - int(target.value_counts()["count"].max())  # type: ignore[arg-type]
    return len(frame) - right <= NEARLY_ALL_ERRORS * wrong_without


def _sliced(column: pl.Series) -> pl.Series:
    """The column's levels; numbers with many different values in slices of equal numbers of rows."""
    slices = min(SLICES, len(column) // 20)
    if not column.dtype.is_numeric() or column.n_unique() <= slices:
        return column
    return (column.rank("dense") * slices / column.n_unique()).ceil()


def _correlation(column: pl.Series, target: pl.Series, method: str) -> float:
    if not column.dtype.is_numeric():
        return 0.0
    pair = pl.DataFrame([column.cast(pl.Float64).alias("a"), target.cast(pl.Float64).alias("b")])
    pair = pair.with_columns(pl.all().fill_nan(None)).drop_nulls()
    if pair.height < FEWEST_ROWS or pair["a"].n_unique() < 3:
        return 0.0
    correlation = pair.select(pl.corr("a", "b", method="spearman" if method == "spearman" else "pearson")).item()
    return float(correlation) if correlation is not None and np.isfinite(correlation) else 0.0


def _is_nested(column: pl.Series) -> bool:
    return column.dtype.is_nested()


def _findings(left_out: list[str], warned: list[str], target: str) -> tuple[Finding, ...]:
    findings = []
    if left_out:
        one = len(left_out) == 1
        sentence = (
            f"{listing(left_out)} {'is' if one else 'are'} '{target}' under another name: each value goes with exactly "
            f"one value of the target. {'It was' if one else 'They were'} left out, because new rows will hardly know "
            f"{'it' if one else 'them'}."
        )
        findings.append(Finding(kind="leak", sentence=sentence, severity="warning", columns=tuple(left_out)))
    if warned:
        one = len(warned) == 1
        sentence = (
            f"{listing(warned)} alone tell{'s' if one else ''} '{target}' nearly without error. If "
            f"{'it is' if one else 'they are'} not known before the target is, leave {'it' if one else 'them'} out: "
            "the scores are too good otherwise."
        )
        findings.append(Finding(kind="possible_leak", sentence=sentence, severity="warning", columns=tuple(warned)))
    return tuple(findings)
