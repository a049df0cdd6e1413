"""JSON lines: one record a line."""

import json
from pathlib import Path
from typing import Any

import polars as pl

from wellfit.data.sources.content import read_text
from wellfit.data.sources.json_table import frame_of_json
from wellfit.data.sources.names import study_name
from wellfit.data.sources.part import Part
from wellfit.errors import SourceError


def read_jsonl(path: Path) -> Part:
    """Rows of a file with one JSON record in each line; blank lines are skipped.

    Raises SourceError naming the first line that is not JSON or holds no record.
    """
    data = read_text(path)
    frame = _fast_frame(data)
    if frame is None:
        frame = frame_of_json(_parsed_lines(data, path), str(path))
    return Part(label=str(path), name=study_name(path), frame=frame)


def _fast_frame(data: bytes) -> pl.DataFrame | None:
    """The rows as Polars reads them; None where Python must decide (errors, NaN, nested or mixed values)."""
    try:
        frame = pl.read_ndjson(data, infer_schema_length=None)
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        return None
    return None if frame.width == 0 or any(dtype.is_nested() for dtype in frame.dtypes) else frame


def _parsed_lines(data: bytes, path: Path) -> list[Any]:
    rows = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line))
        except (json.JSONDecodeError, RecursionError) as error:
            raise SourceError(
                f"{path} is broken in line {number:,}: it is not valid JSON ({error}). Expected one record in each "
                'line, such as {"age": 31, "job": "nurse"}. Mend or remove that line; if the file is one JSON list '
                "over several lines, rename it to .json."
            ) from error
    return rows[0] if len(rows) == 1 and isinstance(rows[0], list) else rows
