"""Frames written to files, whole or not at all."""

import gzip
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import polars as pl

from wellfit.data.sources.formats import format_suffix
from wellfit.errors import OptionError

WRITERS: dict[str, Callable[[pl.DataFrame, BytesIO], object]] = {
    ".csv": lambda frame, file: frame.write_csv(file),
    ".tsv": lambda frame, file: frame.write_csv(file, separator="\t"),
    ".json": lambda frame, file: frame.write_json(file),
    ".jsonl": lambda frame, file: frame.write_ndjson(file),
    ".ndjson": lambda frame, file: frame.write_ndjson(file),
    ".parquet": lambda frame, file: frame.write_parquet(file),
    ".arrow": lambda frame, file: frame.write_ipc(file),
    ".feather": lambda frame, file: frame.write_ipc(file),
}
TEXT = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson"})


def write_table(frame: pl.DataFrame, path: str | Path) -> Path:
    """Write a frame in the format of the suffix (text formats also with `.gz`) and return the path.

    The file appears whole or not at all: it is written beside its place and moved there. Raises OptionError
    for an unknown suffix, a folder in the way, or a place that cannot be written.
    """
    path = Path(path).expanduser()
    data = _encoded(frame, path)
    if path.is_dir():
        raise OptionError(
            f"{path} is a folder. Expected the name of a file to write; add one, such as predictions.csv."
        )
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        raise OptionError(
            f"{path} cannot be written: {error.strerror}. Choose a place that you may write to."
        ) from error
    finally:
        if partial.is_file():
            partial.unlink()
    return path


def _encoded(frame: pl.DataFrame, path: Path) -> bytes:
    suffix = format_suffix(path)
    zipped = path.suffix.lower() == ".gz"
    if suffix not in WRITERS or (zipped and suffix not in TEXT):
        raise OptionError(
            f"{path.name} has no suffix of a format that can be written. Expected one of {', '.join(WRITERS)} "
            f"(also with .gz: {', '.join(sorted(TEXT))}), received {''.join(path.suffixes) or 'no suffix'}."
        )
    buffer = BytesIO()
    WRITERS[suffix](frame, buffer)
    return gzip.compress(buffer.getvalue(), mtime=0) if zipped else buffer.getvalue()
