"""New rows brought to the columns and types that the pipeline was fitted on."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from wellfit.data import cells, dates
from wellfit.data.column import Column
from wellfit.data.finding import Finding
from wellfit.data.wording import count, listing
from wellfit.errors import DataError

# Kinds whose cells are read by their encoders.
WHOLE = ("array", "image")


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

    >>> frame = pl.DataFrame({"age": ["39", "old"], "note": ["a", "b"]})
    >>> prepared = prepare(frame, (Column(name="age", kind="numeric"),))
    >>> prepared.frame["age"].to_list(), prepared.unreadable_rows.tolist()
    ([39.0, None], [False, True])
    """
    _check_present(frame, columns)
    series = [readable(frame[column.name], column) for column in columns]
    unreadable = np.zeros(frame.height, bool)
    findings: list[Finding] = []
    for column, read in zip(columns, series, strict=True):
        raw = frame[column.name]
        if column.kind in WHOLE or read.null_count() <= raw.null_count():
            continue
        wrong = read.is_null() & ~_missing(raw)
        if wrong.any():
            unreadable |= wrong.to_numpy()
            findings.append(_unreadable(column, raw.filter(wrong)))
    return Prepared(frame=pl.DataFrame(series), unreadable_rows=unreadable, findings=tuple(findings))


def readable(series: pl.Series, column: Column) -> pl.Series:
    """One raw column as the type of its kind, null where a cell is missing or cannot be read."""
    if column.kind == "numeric":
        return cells.numbers(series)
    if column.kind == "boolean":
        return cells.booleans(series)
    if column.kind == "datetime":
        return dates.times(series, column.layout)
    return series if column.kind in WHOLE else cells.words(series)


def _check_present(frame: pl.DataFrame, columns: tuple[Column, ...]) -> None:
    missing = [column.name for column in columns if column.name not in frame.columns]
    if missing:
        raise DataError(
            f"The rows lack {count(len(missing), 'column')} of the training rows: {listing(missing)}. Expected was "
            f"{'all of them' if len(columns) > 1 else 'it'}, received: {listing(frame.columns) or 'none'}. Add them "
            "(empty cells are allowed) or rename the columns."
        )


def _missing(raw: pl.Series) -> pl.Series:
    if cells.is_text(raw.dtype):
        return cells.words(raw).is_null()
    return raw.is_null() | raw.is_nan().fill_null(False) if raw.dtype.is_float() else raw.is_null()


def _unreadable(column: Column, wrong: pl.Series) -> Finding:
    sentence = (
        f"{count(len(wrong), 'cell')} of column '{column.name}' cannot be read as {column.kind}, for example "
        f"{str(wrong[0])[:40]!r}, and count as missing."
    )
    return Finding(kind="unreadable_cells", sentence=sentence, severity="warning", columns=(column.name,))
