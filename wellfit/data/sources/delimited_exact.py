"""The exact route for delimited text: Python's csv module, which names the line at fault."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl

from wellfit.data.sources.dialect import Dialect, numbered_rows
from wellfit.data.sources.names import counted
from wellfit.errors import SourceError

DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", "": "blank"}


def exact_frame(text: str, dialect: Dialect, label: str) -> pl.DataFrame:
    """The rows as Python's csv module reads them, all text; blank lines are skipped.

    Raises SourceError naming the first line whose number of fields differs from the first row's, or where a
    quote is opened and never closed.
    """
    rows: list[list[str]] = []
    line = 1
    with unlimited_fields():
        for line, row in numbered_rows(text, dialect.delimiter):
            if len(row) == len(dialect.names) + 1 and not row[-1].strip():
                row.pop()  # a delimiter at the end of the line
            if row and len(row) != len(dialect.names):
                raise _ragged_error(label, line, len(row), dialect)
            if row:
                rows.append(row)
    _check_last_quote(text, line, dialect, label)
    body = rows[1:] if dialect.header_lines else rows
    columns = zip(*body, strict=True) if body else ([] for _ in dialect.names)
    return pl.DataFrame([pl.Series(n, list(c), dtype=pl.String) for n, c in zip(dialect.names, columns, strict=True)])


def _check_last_quote(text: str, line: int, dialect: Dialect, label: str) -> None:
    """A quote that is never closed takes all that follows for one value, so it shows in the last row."""
    last = text.split("\n", line - 1)[-1]
    with unlimited_fields():
        try:
            list(csv.reader([last], delimiter=dialect.delimiter or " ", skipinitialspace=True, strict=True))
        except csv.Error as error:
            if "end of data" in str(error):
                raise SourceError(
                    f"{label} has a quote that is never closed, in the row that begins in line {line:,}. Expected a "
                    "second quote at the end of the value. Close it, or remove it."
                ) from error


def _ragged_error(label: str, line: int, fields: int, dialect: Dialect) -> SourceError:
    return SourceError(
        f"{label} has rows of unequal length: the row in line {line:,} has {counted(fields, 'field')}, "
        f"the first row has {len(dialect.names)}. Every row needs the same number of fields; put quotes around a "
        f"value that holds the delimiter ({DELIMITER_NAMES[dialect.delimiter]})."
    )


@contextmanager
def unlimited_fields() -> Iterator[None]:
    """The csv module refuses texts of more than 131,072 characters; a review or an article may be longer."""
    limit = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(limit)
