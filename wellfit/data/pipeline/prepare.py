"""New rows brought to the columns and types that the pipeline was fitted on."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from wellfit.data import cells
from wellfit.data.finding import Finding
from wellfit.data.kinds import Column
from wellfit.data.schema import listed
from wellfit.errors import DataError


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """Rows ready to encode; `unreadable_rows` [rows] marks those with a cell that could not be read."""

    frame: pl.DataFrame
    unreadable_rows: np.ndarray
    findings: tuple[Finding, ...] = ()


def prepare(frame: pl.DataFrame, columns: tuple[Column, ...]) -> Prepared:
    """The columns in order and of their kind's type; further columns are dropped.

    A cell that cannot be read as its column's kind counts as missing, marks its row and is reported.
    Raises DataError where columns are missing.
    """
    _check_present(frame, columns)
    series = []
    unreadable = np.zeros(frame.height, bool)
    findings: list[Finding] = []
    for column in columns:
        raw = frame[column.name]
        read = readable(raw, column)
        series.append(read)
        if read.null_count() > _empty(raw):
            wrong = (read.is_null() & ~_missing(raw)).to_numpy()
            unreadable |= wrong
            findings.append(_unreadable(column, raw.filter(pl.Series(wrong))))
    return Prepared(
        frame=pl.DataFrame(series) if series else frame.select(),
        unreadable_rows=unreadable,
        findings=tuple(findings),
    )


def readable(series: pl.Series, column: Column) -> pl.Series:
    """One raw column as the type of its kind, null where a cell is missing or cannot be read."""
    if column.kind == "numeric":
        return cells.numbers(series)
    if column.kind == "boolean":
        return cells.booleans(series)
    if column.kind == "datetime":
        return cells.times(series, column.layout)
    if column.kind == "array":
        return series
    return cells.words(series)


def _check_present(frame: pl.DataFrame, columns: tuple[Column, ...]) -> None:
    missing = [column.name for column in columns if column.name not in frame.columns]
    if missing:
        raise DataError(
            f"The rows lack the column(s) {listed(missing, most=10)}; expected the columns of the training rows, "
            f"received {listed(frame.columns, most=10) or 'none'}. Add them (empty cells are allowed) or rename columns."
        )


def _empty(raw: pl.Series) -> int:
    """A cheap count of missing cells, right for types that have no other spelling of a missing value."""
    return raw.null_count()


def _missing(raw: pl.Series) -> pl.Series:
    if raw.dtype == pl.String:
        return cells.words(raw).is_null()
    return raw.is_null() | raw.is_nan() if raw.dtype.is_float() else raw.is_null()


def _unreadable(column: Column, wrong: pl.Series) -> Finding:
    example = f", for example {str(wrong[0])[:40]!r}" if len(wrong) else ""
    return Finding(
        kind="unreadable_cells",
        sentence=f"{len(wrong):,} cell(s) of column '{column.name}' cannot be read as {column.kind}{example}; "
        "they count as missing.",
        severity="warning",
        columns=(column.name,),
    )
