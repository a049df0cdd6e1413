"""Parquet files."""

from pathlib import Path

import polars as pl

from wellfit.data.sources.content import looks_like, read_bytes
from wellfit.data.sources.names import study_name
from wellfit.data.sources.part import Part
from wellfit.errors import SourceError

# A damaged file may also make Polars panic, which is no ordinary exception.
POLARS_FAILURES = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


def read_parquet(path: Path) -> Part:
    """Rows of a Parquet file.

    Raises SourceError when the file is not Parquet or is damaged.
    """
    data = read_bytes(path)
    try:
        frame = pl.read_parquet(data)
    except POLARS_FAILURES as error:
        raise not_of_format(path, data, "Parquet") from error
    return Part(label=str(path), name=study_name(path), frame=frame)


def not_of_format(path: Path, data: bytes, expected: str) -> SourceError:
    """The error for a binary file that is not what its suffix says, or is damaged."""
    kind = looks_like(data)
    received = f"what begins like {kind}" if kind else "something else or a damaged file"
    return SourceError(
        f"{path} cannot be read as {expected}. Expected a whole {expected} file, received {received}. "
        "If it is damaged, copy or write it again; if the suffix is wrong, rename it."
    )
