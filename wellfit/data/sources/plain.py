"""Columns of plain types: what later steps need not know about nested, exact or exotic ones."""

import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.sources.names import listed


def plain_columns(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """Every column as a number, text, true/false, date, or an array of numbers.

    Records inside a cell become columns `outer.inner`, lists of equally many numbers an array, lists of
    words a text, durations and times of day seconds, moments with a
    time zone UTC. Columns of any other type are left out, with a finding.

    >>> plain_columns(pl.DataFrame({"at": [{"x": 1, "y": 2}]}))[0].columns
    ['at.x', 'at.y']
    """
    columns: list[pl.Series] = []
    left_out: dict[str, str] = {}
    for column in _unnested(frame).get_columns():
        plain = _plain(column)
        if plain is None:
            left_out[column.name] = str(column.dtype)
        else:
            columns.append(plain)
    return pl.DataFrame(columns), _findings(left_out)


def _unnested(frame: pl.DataFrame) -> pl.DataFrame:
    while any(isinstance(dtype, pl.Struct) for dtype in frame.dtypes):
        nested = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Struct)]
        frame = frame.unnest(nested, separator=".")
    return frame


def _plain(column: pl.Series) -> pl.Series | None:
    dtype = column.dtype
    if isinstance(dtype, pl.List | pl.Array):
        return _list(column, dtype)
    if dtype in (pl.Categorical, pl.Enum, pl.Null):
        return column.cast(pl.String)
    if dtype.is_decimal() or dtype in (pl.Int128, pl.UInt128):
        return column.cast(pl.Float64)
    if dtype == pl.Float16:
        return column.cast(pl.Float32)
    if dtype in (pl.Duration, pl.Time):
        return column.cast(pl.Duration("ns")).dt.total_nanoseconds() / 1e9
    if isinstance(dtype, pl.Datetime) and dtype.time_zone is not None:
        return column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    return None if dtype in (pl.Binary, pl.Object) else column


def _list(column: pl.Series, dtype: pl.List | pl.Array) -> pl.Series | None:
    if isinstance(dtype, pl.Array):
        return column if _holds_numbers(dtype) and column.null_count() == 0 else None
    if dtype.inner == pl.String:
        return column.list.join(" ", ignore_nulls=True)
    lengths = column.list.len().unique()
    if not dtype.inner.is_numeric() or column.null_count() or len(lengths) != 1 or lengths[0] == 0:
        return None
    return column.list.to_array(int(lengths[0]))


def _holds_numbers(dtype: pl.Array) -> bool:
    inner = dtype.inner
    while isinstance(inner, pl.Array):
        inner = inner.inner
    return inner.is_numeric()


def _findings(left_out: dict[str, str]) -> tuple[Finding, ...]:
    if not left_out:
        return ()
    types = ", ".join(sorted(set(left_out.values())))
    sentence = f"{listed(left_out)} left out: values of type {types} cannot be learned from as they are."
    return (Finding(kind="unusable_column", sentence=sentence, severity="warning", columns=tuple(left_out)),)
