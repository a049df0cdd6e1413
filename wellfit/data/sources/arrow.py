"""Arrow files, of the file format (also called Feather) and of the stream format."""

from pathlib import Path

import polars as pl

from wellfit.data.sources.content import read_bytes
from wellfit.data.sources.names import study_name
from wellfit.data.sources.parquet import POLARS_FAILURES, not_of_format
from wellfit.data.sources.part import Part

FILE_FORMAT = b"ARROW1"  # first bytes of the file format; a stream has none


def read_arrow(path: Path) -> Part:
    """Rows of an Arrow IPC file or stream, or of a Feather file (version 2).

    Raises SourceError when the file is neither or is damaged.
    """
    data = read_bytes(path)
    try:
        frame = pl.read_ipc(data) if data.startswith(FILE_FORMAT) else pl.read_ipc_stream(data)
    except POLARS_FAILURES as error:
        raise not_of_format(path, data, "Arrow") from error
    return Part(label=str(path), name=study_name(path), frame=frame)
