"""Any source, or several, as one table of raw rows."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from wellfit.data.sources.cells import tidy_cells
from wellfit.data.sources.combine import combine, missing_columns
from wellfit.data.sources.example import PREFIX, read_example
from wellfit.data.sources.formats import read_file
from wellfit.data.sources.locate import locate
from wellfit.data.sources.memory import read_memory
from wellfit.data.sources.part import Part
from wellfit.data.sources.plain import plain_columns
from wellfit.data.sources.text_folder import read_text_folder
from wellfit.data.table import Table
from wellfit.errors import SourceError


def read_table(source: Any, *, name: str | None = None) -> Table:
    """Raw rows of a source as one Polars frame of plain types, missing values null, texts trimmed.

    `source` is a path, a glob, a folder, `example:NAME` or a list of those (their rows follow one another,
    columns by name); or a Polars or pandas frame, an array [rows, ...], a pair `(x, y)`, a dict of columns, a
    list of records. `name` is what a study of it is called (default: from the file). The same values give the
    same table whatever format they lie in. Raises SourceError when something cannot be read.

    >>> read_table({"age": [" 31", "?"], "job": ["nurse ", "NA"]}).frame.rows()
    [(31, 'nurse'), (None, None)]
    """
    parts = [_tidied(part) for part in _parts(source)]
    frame = combine(parts)
    if frame.width == 0 or frame.height == 0:
        raise SourceError(f"{parts[0].label} holds no rows. Expected at least one row and one column.")
    targets = {part.target for part in parts}
    findings = [finding for part in parts for finding in part.findings]
    return Table(
        frame=frame,
        name=name or _common_name(parts),
        target=targets.pop() if len(targets) == 1 else None,
        findings=(*dict.fromkeys(findings), *missing_columns(parts)),
    )


def _parts(source: Any) -> list[Part]:
    if isinstance(source, str | Path):
        return _from_path(source)
    if isinstance(source, Sequence) and source and all(isinstance(item, str | Path) for item in source):
        return [part for item in source for part in _from_path(item)]
    if isinstance(source, list | tuple) and not source:
        raise SourceError("No source was given. Expected at least one path, pattern, folder or example:NAME.")
    return [read_memory(source)]


def _from_path(source: str | Path) -> list[Part]:
    if isinstance(source, str) and source.startswith(PREFIX):
        return [read_example(source)]
    return [read_text_folder(path) if path.is_dir() else read_file(path) for path in locate(source)]


def _tidied(part: Part) -> Part:
    frame, unusable = plain_columns(part.frame)
    frame, markers = tidy_cells(frame)
    return replace(part, frame=frame, findings=(*part.findings, *unusable, *markers))


def _common_name(parts: list[Part]) -> str:
    """The words that all names begin with (`sales-2023`, `sales-2024`: `sales`), else the first name."""
    if len(parts) == 1:
        return parts[0].name
    words = zip(*(re.findall(r"[^\W\d_]+|[\d_.-]+", part.name) for part in parts), strict=False)
    common = "".join(group[0] for group in takewhile(lambda group: len(set(group)) == 1, words))
    return common.strip("_.-") or parts[0].name
