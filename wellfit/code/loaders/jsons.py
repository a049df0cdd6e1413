"""JSON files and JSON lines."""

import json
from pathlib import Path
from typing import Any

import polars as pl

from wellfit.code.loaders.loader import DOC, Loader, gzip_import, opened, packed
from wellfit.code.section import Section, function
from wellfit.data.sources.content import read_text


def json_file(path: Path) -> Loader:
    """Records, rows without names, or columns, as the file has them."""
    try:
        content = json.loads(read_text(path).decode("utf-8"))
    except json.JSONDecodeError:
        return json_lines(path)
    return _json_loader(path, "json.load(file)", content)


def json_lines(path: Path) -> Loader:
    """One record a line."""
    data = read_text(path)
    try:
        frame = None if packed(path) else pl.read_ndjson(data, infer_schema_length=None)
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        frame = None
    if frame is not None and frame.width and not any(dtype.is_nested() for dtype in frame.dtypes):
        return Loader(call="pl.read_ndjson(path, infer_schema_length=None)")
    rows = [json.loads(line) for line in data.split(b"\n") if line.strip()]
    if len(rows) == 1 and isinstance(rows[0], list):
        return _json_loader(path, "json.load(file)", rows[0])
    return _json_loader(path, "[json.loads(line) for line in file if line.strip()]", rows)


def _json_loader(path: Path, loading: str, content: Any) -> Loader:
    body = [f"{opened(path)} as file:", f"    content = {loading}"]
    if isinstance(content, dict) and all(isinstance(values, dict) for values in content.values()):
        body.append("content = {name: list(values.values()) for name, values in content.items()}")
    if isinstance(content, list) and isinstance(content[0], list):
        names = 'schema=[f"column_{place}" for place in range(len(content[0]))]'
        body.append(f'return pl.DataFrame(content, {names}, orient="row", infer_schema_length=None, strict=False)')
    else:
        body.append("return pl.DataFrame(content, infer_schema_length=None, strict=False)")
    section = Section(imports=("import json", *gzip_import(path)), functions=(function("load(path)", DOC, *body),))
    return Loader(call="load(path)", section=section)
