"""Delimited text: csv and its cousins, with or without a header, by one of two routes.

Polars reads what is plainly rectangular, fast. What it refuses (stray quotes, blanks before quotes,
rows of unequal length) goes through Python's csv module, which either reads it or names the line at fault.
"""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import polars as pl

from wellfit.data.sources.cells import MISSING, PROBE, typed
from wellfit.data.sources.content import read_text
from wellfit.data.sources.dialect import Dialect, numbered_rows, sniff
from wellfit.data.sources.names import counted, study_name
from wellfit.data.sources.part import Part
from wellfit.errors import SourceError

DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", "": "blank"}
DECIMAL_COMMA = r"^[+-]?\d+(,\d+)?$"


def read_delimited(path: Path) -> Part:
    """Rows of a csv, tsv, semicolon-, bar- or blank-separated file; its delimiter and header are found out.

    Raises SourceError when it is not UTF-8 text, has no rows, repeats a column name or has ragged rows.
    """
    data = read_text(path).strip(b"\r\n")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")  # lines as old Macintosh programs end them
    dialect = sniff(data, str(path), default="\t" if ".tsv" in path.suffixes else ",")
    frame = fast_frame(data, dialect)
    if frame is None:
        frame = exact_frame(data.decode("utf-8"), dialect, str(path))
    if frame.height == 0:
        raise SourceError(
            f"{path} has a header but no rows. Expected rows of values below the names "
            f"{', '.join(dialect.names[:8])}. If that line is a row of values, add a header line above it."
        )
    frame = _without_trailing_delimiter(frame, dialect)
    if dialect.delimiter != ",":
        frame = _with_decimal_points(frame)
    return Part(label=str(path), name=study_name(path), frame=frame)


def fast_frame(data: bytes, dialect: Dialect) -> pl.DataFrame | None:
    """The rows as Polars reads them, or None when the file is not plainly rectangular.

    Columns whose first rows are numbers are tried as numbers (a fifth of the time and memory of text
    that is converted afterwards); one odd value later, and all are read as text.
    """
    if not dialect.delimiter:
        return None
    as_text: dict[str, pl.DataType] = dict.fromkeys(dialect.names, pl.String())
    probe = _polars(data, dialect, as_text, rows=PROBE)
    if probe is None:
        return None
    guess = {name: dtype if dtype.is_numeric() else pl.String() for name, dtype in _typed_schema(probe).items()}
    frame = _polars(data, dialect, guess)
    if frame is None:
        frame = _polars(data, dialect, as_text)
    return frame if frame is not None and _is_plain(frame) and _is_rectangular(frame, data, dialect) else None


def exact_frame(text: str, dialect: Dialect, label: str) -> pl.DataFrame:
    """The rows as Python's csv module reads them, all text; blank lines are skipped.

    Raises SourceError naming the first line whose number of fields differs from the first row's, or where a
    quote is opened and never closed.
    """
    rows: list[list[str]] = []
    line = 1
    with _unlimited_fields():
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
    with _unlimited_fields():
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


def _polars(
    data: bytes, dialect: Dialect, schema: dict[str, pl.DataType], *, rows: int | None = None
) -> pl.DataFrame | None:
    try:
        return pl.read_csv(
            data,
            has_header=False,
            skip_lines=dialect.header_lines,
            separator=dialect.delimiter,
            schema=schema,
            n_rows=rows,
            raise_if_empty=False,
        )
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        return None


def _typed_schema(probe: pl.DataFrame) -> dict[str, pl.DataType]:
    return {column.name: typed(column).dtype for column in probe.get_columns()}


def _is_plain(frame: pl.DataFrame) -> bool:
    """Polars does not see a quote that follows a blank (1, "a") as the begin of a quoted value."""
    texts = (column for column in frame.get_columns() if column.dtype == pl.String)
    return not any(column.str.contains(r'^\s+"').any() for column in texts)


def _is_rectangular(frame: pl.DataFrame, data: bytes, dialect: Dialect) -> bool:
    """Polars refuses rows that are too long, but fills rows that are too short, and blank lines, with nulls."""
    if frame.height == 0 or frame.to_series(-1).null_count() == 0:
        return True
    expected = len(dialect.names)
    if b'"' in data:
        with _unlimited_fields():
            return all(len(row) == expected for _, row in numbered_rows(data.decode("utf-8"), dialect.delimiter))
    characters = np.frombuffer(data, np.uint8)
    lines = np.append(0, np.flatnonzero(characters == ord("\n")) + 1)
    delimiters = np.add.reduceat(characters == ord(dialect.delimiter), lines, dtype=np.int64)
    return expected > 1 and bool((delimiters == expected - 1).all())


@contextmanager
def _unlimited_fields() -> Iterator[None]:
    """The csv module refuses texts of more than 131,072 characters; a review or an article may be longer."""
    limit = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _without_trailing_delimiter(frame: pl.DataFrame, dialect: Dialect) -> pl.DataFrame:
    """A delimiter at the end of every line makes a last column without name and values."""
    last = frame.to_series(-1)
    unnamed = dialect.header_lines > 0 and last.name == f"column_{frame.width - 1}"
    return frame.drop(last.name) if unnamed and frame.width > 1 and last.null_count() == frame.height else frame


def _with_decimal_points(frame: pl.DataFrame) -> pl.DataFrame:
    """Numbers as much of Europe writes them (3,5), possible where the comma is not the delimiter."""
    commas = [
        column.name
        for column in frame.get_columns()
        if column.dtype == pl.String and _has_decimal_commas(column.head(PROBE)) and _has_decimal_commas(column)
    ]
    return frame.with_columns(pl.col(commas).str.replace(",", ".", literal=True)) if commas else frame


def _has_decimal_commas(column: pl.Series) -> bool:
    present = column.str.strip_chars().replace(list(MISSING), None).drop_nulls()
    return bool(present.str.contains(",", literal=True).any() and present.str.contains(DECIMAL_COMMA).all())
