"""Rows of a test source of one's own, brought into the form of the training rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from wellfit.data.column import Column
from wellfit.data.duplicates import is_among
from wellfit.data.finding import Finding
from wellfit.data.pipeline.prepare import prepare
from wellfit.data.table import Table
from wellfit.data.target import target_for
from wellfit.data.task import Task
from wellfit.data.wording import count, listing
from wellfit.errors import DataError

FEWEST_ROWS = 2


@dataclass(frozen=True, kw_only=True)
class Joined:
    """Training rows and, behind them, the test rows; `test_rows` are the row numbers of the latter."""

    frame: pl.DataFrame
    test_rows: np.ndarray | None
    findings: tuple[Finding, ...]


def join_test(own: pl.DataFrame, test: Table, task: Task, used: Sequence[str]) -> Joined:
    """Appends the test source's rows to the training source's, without what cannot be tested on.

    `own` has the columns `used` and the target as its encoder wants it. Test rows without a target or
    with a label that no training row has are left out, and so are training rows that are equal to a
    test row; each with a finding. Raises DataError when columns or labels do not fit.
    """
    _refuse_missing_columns(test, [*used, task.target])
    columns = [_like(test.frame[name], own[name].dtype) for name in used]
    frame = pl.DataFrame([*columns, target_for(task.kind, test.frame[task.target], task.target)])
    frame, findings = _with_known_target(frame, own, task)
    repeats = is_among(own.select(frame.columns), frame)
    if 2 * repeats.sum() > own.height:
        findings.append(_too_many_repeats(int(repeats.sum()), own.height))
    elif repeats.any():
        own = own.filter(~repeats)
        findings.append(_repeats_left_out(int(repeats.sum())))
    joined = pl.concat([own.select(frame.columns), frame], how="vertical_relaxed")
    rows = np.arange(own.height, joined.height, dtype=np.int64)
    return Joined(frame=joined, test_rows=rows, findings=tuple(findings))


def unreadable_test_cells(test: Table, columns: tuple[Column, ...]) -> tuple[Finding, ...]:
    """A finding for each of these columns with cells of the test source that cannot be read as its kind."""
    found = prepare(test.frame, columns).findings
    return tuple(
        replace(each, kind="unreadable_test_cells", sentence=f"In the test source, {each.sentence}") for each in found
    )


def _refuse_missing_columns(test: Table, needed: list[str]) -> None:
    absent = [name for name in needed if name not in test.frame.columns]
    if absent:
        raise DataError(
            f"The test source {test.name} lacks {count(len(absent), 'column')} of the training source: "
            f"{listing(absent)}. Its columns are {listing(test.frame.columns)}. Give it the same columns, in any "
            "order, and the target among them."
        )


def _like(column: pl.Series, dtype: pl.DataType) -> pl.Series:
    """The column as the training source has it; numbers stay numbers of their own width."""
    if column.dtype == dtype or (column.dtype.is_numeric() and dtype.is_numeric()):
        return column
    if isinstance(dtype, pl.Array):
        raise DataError(
            f"The array '{column.name}' of the test source is of type {column.dtype}; expected was {dtype}, as in the "
            "training source. Give both the same shape."
        )
    return column.cast(pl.String).cast(dtype, strict=False)


def _with_known_target(frame: pl.DataFrame, own: pl.DataFrame, task: Task) -> tuple[pl.DataFrame, list[Finding]]:
    findings = []
    known = frame[task.target].is_not_null()
    if not known.all():
        sentence = (
            f"{count(int((~known).sum()), 'row')} of the test source without a value of '{task.target}' left out."
        )
        findings.append(Finding(kind="test_rows_without_target", sentence=sentence, columns=(task.target,)))
        frame = frame.filter(known)
    if task.kind != "regression" and frame.height:
        unseen = ~frame[task.target].is_in(task.classes)
        if unseen.any():
            findings.append(_unseen_labels(frame[task.target], unseen, task))
            frame = frame.filter(~unseen)
    if frame.height < FEWEST_ROWS:
        raise DataError(
            f"The test source has {count(frame.height, 'row')} with a value of '{task.target}'; expected were at least "
            f"{FEWEST_ROWS}. Add rows, or leave it out: wellfit then keeps rows of the training source apart for the "
            "test."
        )
    return frame, findings


def _unseen_labels(labels: pl.Series, unseen: pl.Series, task: Task) -> Finding:
    names = labels.filter(unseen).unique().sort().to_list()
    if 2 * int(unseen.sum()) > len(labels):
        raise DataError(
            f"Most labels of the test source are unknown in the training source: its '{task.target}' holds "
            f"{listing(names)}, expected were {listing(task.classes)}. Write the labels in the same way in both."
        )
    sentence = (
        f"{count(int(unseen.sum()), 'row')} of the test source left out: their labels, {listing(names)}, are those of "
        "no training row. Any model is wrong on them, which the test score does not show."
    )
    return Finding(kind="unseen_test_labels", sentence=sentence, severity="warning", columns=(task.target,))


def _repeats_left_out(repeats: int) -> Finding:
    sentence = (
        f"{count(repeats, 'training row')} {'is' if repeats == 1 else 'are'} equal to a row of the test source and "
        f"{'was' if repeats == 1 else 'were'} left out, so that the test stays a test."
    )
    return Finding(kind="test_rows_in_train", sentence=sentence, severity="warning")


def _too_many_repeats(repeats: int, rows: int) -> Finding:
    sentence = (
        f"{repeats:,} of {rows:,} training rows are equal to a row of the test source. They were kept, because too few "
        "would be left otherwise: test scores say how well known rows are remembered, not how new ones would be "
        "judged."
    )
    return Finding(kind="test_rows_in_train", sentence=sentence, severity="problem")
