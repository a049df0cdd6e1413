"""How a delimited text file is written: its delimiter and whether its first line is a header."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from wellfit.data.sources.cells import MISSING
from wellfit.data.sources.names import column_names, numbered_names

DELIMITERS = ("\t", ";", "|", ",")  # of two that fit equally well, the one that is rarer inside values
ROWS = 200  # rows looked at
SAMPLES = (1 << 18, 1 << 22, 1 << 26)  # bytes looked at; more only where the rows are that wide
BLANKS = re.compile(r'"(?:[^"]|"")*"|\S+')
STARTS_WITH_NUMBER = re.compile(r"\s*[-+.]?\d")  # a number or a date
PADDING = re.compile(r"\S[ \t]{2,}\S")

Rows = list[list[str]]


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """The delimiter (`""`: runs of blanks), the column names, and how many lines the header takes (0: none)."""

    delimiter: str
    names: tuple[str, ...]
    header_lines: int


def sniff(data: bytes, label: str, *, default: str = ",") -> Dialect:
    """Find out the dialect from the first rows; `default` is the delimiter where the rows show none.

    Raises SourceError when a header names two columns alike.

    >>> sniff(b"a;b\\n1;2\\n3;4\\n", "x.csv")
    Dialect(delimiter=';', names=('a', 'b'), header_lines=1)
    """
    for size in SAMPLES:
        text, whole = data[:size].decode("utf-8", errors="ignore"), size >= len(data)
        delimiter = find_delimiter(text, whole, default)
        rows = sample_rows(text, delimiter, whole)
        if whole or len(rows) > 2:
            break
    if not rows:
        rows = [text.splitlines()[:1]]
    if not has_header(rows):
        return Dialect(delimiter=delimiter, names=numbered_names(len(rows[0])), header_lines=0)
    names = column_names(rows[0], label)
    return Dialect(delimiter=delimiter, names=names, header_lines=_header_lines(text, delimiter))


def find_delimiter(text: str, whole: bool, default: str) -> str:
    """The delimiter on whose number of fields most rows agree; `""` for columns padded with blanks."""
    shares = {mark: _agreement(sample_rows(text, mark, whole)) for mark in DELIMITERS}
    best = max(DELIMITERS, key=shares.__getitem__)
    blank_rows = sample_rows(text, "", whole)
    aligned = len(blank_rows) > 1 and _agreement(blank_rows) == 1.0
    if shares[best] <= 0.5:
        return "" if aligned else default
    padded = [any(PADDING.search(field) for field in row) for row in sample_rows(text, best, whole)]
    return "" if aligned and sum(padded) > len(padded) / 2 else best


def has_header(rows: Rows) -> bool:
    """Whether the first row names the columns.

    A word above numbers only is a name; a number above numbers, or a word found again below itself, is
    a value. Where nothing decides, a first row without any number or date
    is a header.
    """
    first, below = rows[0], list(zip(*(row for row in rows[1:] if len(row) == len(rows[0])), strict=True))
    names, values = 0, 0
    for cell, column in zip(first, below, strict=False):
        present = {value.strip() for value in column} - set(MISSING)
        numeric = bool(present) and all(map(_is_number, present))
        names += numeric and not _is_number(cell) and cell.strip() not in MISSING
        values += (numeric and _is_number(cell)) or (not numeric and cell.strip() in present)
    if names or values:
        return names > 0
    return not any(map(STARTS_WITH_NUMBER.match, first))


def sample_rows(text: str, delimiter: str, whole: bool) -> Rows:
    """The first rows that are complete and not blank, split at the delimiter (`""`: at runs of blanks)."""
    try:
        rows = [row for _, row in islice(numbered_rows(text, delimiter), 2 * ROWS) if row]
    except csv.Error:  # a quote that never ends: not this delimiter
        return []
    return rows[:ROWS] if whole or len(rows) > ROWS else rows[:-1]


def numbered_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line it begins in; quotes understood, a blank line is an empty row."""
    if not delimiter:
        yield from enumerate(([_unquoted(field) for field in BLANKS.findall(line)] for line in text.split("\n")), 1)
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


def _agreement(rows: Rows) -> float:
    """The share of rows that have the most common number of fields; 0 when that is one field."""
    counts = Counter(map(len, rows))
    fields, agreeing = counts.most_common(1)[0] if counts else (1, 0)
    return agreeing / len(rows) if fields > 1 else 0.0


def _header_lines(text: str, delimiter: str) -> int:
    """Lines before the second row: a quoted column name may hold a line break."""
    rows = numbered_rows(text, delimiter)
    next(rows)
    return next(rows, (text.count("\n") + 2, []))[0] - 1


def _unquoted(field: str) -> str:
    return field[1:-1].replace('""', '"') if len(field) > 1 and field[0] == field[-1] == '"' else field


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
