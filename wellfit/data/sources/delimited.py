"""Delimited text: csv and its cousins, with or without a header, by one of two routes.

Polars reads what is plainly rectangular, fast. What it refuses (stray quotes, blanks before quotes,
rows of unequal length) goes through Python's csv module, which either reads it or names the line at fault.
"""

from pathlib import Path

import polars as pl

from wellfit.data.sources.cells import MISSING, PROBE
from wellfit.data.sources.content import read_text
from wellfit.data.sources.delimited_exact import exact_frame
from wellfit.data.sources.delimited_fast import fast_frame
from wellfit.data.sources.dialect import Dialect, sniff
from wellfit.data.sources.names import study_name
from wellfit.data.sources.part import Part
from wellfit.errors import SourceError

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


def _without_trailing_delimiter(frame: pl.DataFrame, dialect: Dialect) -> pl.DataFrame:
    """A delimiter at the end of every line makes a last column without name and values."""
    last = frame.to_series(-1)
    unnamed = dialect.header_lines > 0 and last.name == f"column_{frame.width - 1}"
    return frame.drop(last.name) if unnamed and frame.width > 1 and last.null_count() == frame.height else frame


def _with_decimal_points(frame: pl.DataFrame) -> pl.DataFrame:
    """Numbers as much of Europe writes them (3,5), possible where the comma is not the delimiter."""
    commas = decimal_commas(frame)
    return frame.with_columns(pl.col(commas).str.replace(",", ".", literal=True)) if commas else frame


def decimal_commas(frame: pl.DataFrame) -> list[str]:
    """Names of the columns of text whose cells are all numbers, some of them with a comma."""
    return [
        column.name
        for column in frame.get_columns()
        if column.dtype == pl.String and _has_decimal_commas(column.head(PROBE)) and _has_decimal_commas(column)
    ]


def _has_decimal_commas(column: pl.Series) -> bool:
    present = column.str.strip_chars().replace(list(MISSING), None).drop_nulls()
    return bool(present.str.contains(",", literal=True).any() and present.str.contains(DECIMAL_COMMA).all())
