"""Parquet files."""

from pathlib import Path

import polars as pl

from wellfit.data.sources.content import looks_like, read_bytes
from wellfit.data.sources.names import study_name
from wellfit.data.sources.part import Part
from wellfit.errors import SourceError


def read_parquet(path: Path) -> Part:
    """Rows of a Parquet file.

    Raises SourceError when the file is not Parquet or is damaged.
    """
    data = read_bytes(path)
    try:
        frame = pl.read_parquet(data)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise not_of_format(path, data, "Parquet", error) from error
    return Part(label=str(path), name=study_name(path), frame=frame)


def not_of_format(path: Path, data: bytes, expected: str, error: Exception) -> SourceError:
    """The error for a binary file that is not what its suffix says."""
    kind = looks_like(data)
    received = f"what looks like {kind}" if kind else "something else or a damaged file"
    reason = str(error).splitlines()[0]
    return SourceError(
        f"{path} cannot be read as {expected} ({reason}). Expected a whole {expected} file, received {received}. "
        "Write the file again, or give it the suffix of what it is."
    )
