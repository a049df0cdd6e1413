"""Delimited text: by Polars where it is plainly rectangular, row by row where not."""

from dataclasses import replace
from pathlib import Path

import polars as pl

from wellfit.code.literals import constant, literal
from wellfit.code.loaders.loader import DOC, Loader, gzip_import, opened
from wellfit.code.section import Section, function
from wellfit.data.sources.content import read_text
from wellfit.data.sources.delimited import decimal_commas
from wellfit.data.sources.delimited_exact import exact_frame
from wellfit.data.sources.delimited_fast import fast_frame
from wellfit.data.sources.dialect import Dialect, sniff


def delimited(path: Path) -> Loader:
    """All cells as text, with the delimiter and the names that the study found."""
    data = read_text(path).strip(b"\r\n")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    dialect = sniff(data, str(path), default="\t" if ".tsv" in path.suffixes else ",")
    frame = fast_frame(data, dialect)
    if frame is None:
        found = _row_by_row(path, dialect)
        frame = exact_frame(data.decode("utf-8"), dialect, str(path))
    else:
        found = _by_polars(data, dialect)
    commas = decimal_commas(frame) if dialect.delimiter != "," else []
    if not commas:
        return found
    return replace(found, call=f'{found.call}.with_columns(pl.col({literal(commas)}).str.replace(",", "."))')


def _by_polars(data: bytes, dialect: Dialect) -> Loader:
    separator = "" if dialect.delimiter == "," else f", separator={literal(dialect.delimiter)}"
    call = f"pl.read_csv(path, infer_schema=False{separator}"
    if dialect.header_lines == 1 and _header(data, dialect.delimiter) == list(dialect.names):
        return Loader(call=f"{call})", text=True)
    skipped = f", skip_lines={dialect.header_lines}" if dialect.header_lines else ""
    return Loader(
        call=f"{call}, has_header=False{skipped}, new_columns=COLUMNS)",
        section=Section(constants=(constant("COLUMNS", list(dialect.names)),)),
        text=True,
    )


def _header(data: bytes, delimiter: str) -> list[str]:
    """The names that Polars finds by itself."""
    return pl.read_csv(data, separator=delimiter, infer_schema=False, n_rows=0, raise_if_empty=False).columns


def _row_by_row(path: Path, dialect: Dialect) -> Loader:
    """What Polars cannot read as it stands: columns padded with blanks, blanks before quotes."""
    if dialect.delimiter:
        rows = f"rows = [row for row in csv.reader(file, delimiter={literal(dialect.delimiter)}, skipinitialspace=True)"
        lines, module = [f"{rows} if row]"], "import csv"
    else:
        fields = """[field.strip('"') for field in re.findall(r'"[^"]*"|\\S+', line)]"""
        lines, module = [f"rows = [{fields} for line in file if line.strip()]"], "import re"
    body = [f"{opened(path)} as file:", f"    {lines[0]}"]
    start = "1:" if dialect.header_lines else ":"
    body.append(f'return pl.DataFrame([row[:len(COLUMNS)] for row in rows[{start}]], schema=COLUMNS, orient="row")')
    section = Section(
        imports=(module, *gzip_import(path)),
        constants=(constant("COLUMNS", list(dialect.names)),),
        functions=(function("load(path)", DOC, *body),),
    )
    return Loader(call="load(path)", section=section, text=True)
