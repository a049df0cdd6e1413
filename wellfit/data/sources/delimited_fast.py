"""The fast route for delimited text: Polars, for what is plainly rectangular."""

import numpy as np
import polars as pl

from wellfit.data.sources.cells import PROBE, typed
from wellfit.data.sources.delimited_exact import unlimited_fields
from wellfit.data.sources.dialect import Dialect, numbered_rows


def fast_frame(data: bytes, dialect: Dialect) -> pl.DataFrame | None:
    """The rows as Polars reads them, or None when the file is not plainly rectangular.

    Columns whose first rows are numbers are tried as numbers (a fifth of the time and memory of text
    that is converted afterwards); one odd value later, and all are read as text.
    """
    if not dialect.delimiter:
        return None
    as_text: dict[str, pl.DataType] = dict.fromkeys(dialect.names, pl.String())
    probe = _polars(data, dialect, as_text, rows=PROBE)
    if probe is None:
        return None
    guess = {name: dtype if dtype.is_numeric() else pl.String() for name, dtype in _typed_schema(probe).items()}
    frame = _polars(data, dialect, guess)
    if frame is None:
        frame = _polars(data, dialect, as_text)
    return frame if frame is not None and _is_plain(frame) and _is_rectangular(frame, data, dialect) else None


def _polars(
    data: bytes, dialect: Dialect, schema: dict[str, pl.DataType], *, rows: int | None = None
) -> pl.DataFrame | None:
    try:
        return pl.read_csv(
            data,
            has_header=False,
            skip_lines=dialect.header_lines,
            separator=dialect.delimiter,
            schema=schema,
            n_rows=rows,
            raise_if_empty=False,
        )
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        return None


def _typed_schema(probe: pl.DataFrame) -> dict[str, pl.DataType]:
    return {column.name: typed(column).dtype for column in probe.get_columns()}


def _is_plain(frame: pl.DataFrame) -> bool:
    """Polars does not see a quote that follows a blank (1, "a") as the begin of a quoted value."""
    texts = (column for column in frame.get_columns() if column.dtype == pl.String)
    return not any(column.str.contains(r'^\s+"').any() for column in texts)


def _is_rectangular(frame: pl.DataFrame, data: bytes, dialect: Dialect) -> bool:
    """Polars refuses rows that are too long, but fills rows that are too short, and blank lines, with nulls.

    Such a row has no last value, so only lines without one are counted.
    """
    doubtful = frame.to_series(-1).is_null().arg_true().to_numpy() + dialect.header_lines
    expected = len(dialect.names)
    if len(doubtful) == 0:
        return True
    if b'"' in data:  # a row may take several lines
        with unlimited_fields():
            return all(len(row) == expected for _, row in numbered_rows(data.decode("utf-8"), dialect.delimiter))
    breaks = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))
    starts, ends = np.append(0, breaks + 1)[doubtful].tolist(), np.append(breaks, len(data))[doubtful].tolist()
    mark = dialect.delimiter.encode()
    counts = (data.count(mark, start, end) for start, end in zip(starts, ends, strict=True))
    return expected > 1 and all(count == expected - 1 for count in counts)
