"""Several parts as one table: columns by name, types reconciled where nothing is lost."""

from collections.abc import Sequence

import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.sources.names import listed
from wellfit.data.sources.part import Part
from wellfit.errors import SourceError

SHARED = 0.5  # parts that share fewer than half of all columns are hardly parts of one table


def combine(parts: Sequence[Part]) -> pl.DataFrame:
    """The rows of all parts, in their order; a column that a part lacks is missing there.

    Raises SourceError when a column holds incompatible types (naming the files and columns) or when the
    parts have hardly a column in common.

    >>> a = Part(label="a.csv", name="a", frame=pl.DataFrame({"x": [1], "y": [2]}))
    >>> b = Part(label="b.csv", name="b", frame=pl.DataFrame({"y": [0.5], "x": [3]}))
    >>> combine([a, b]).rows()
    [(1, 2.0), (3, 0.5)]
    """
    if len(parts) == 1:
        return parts[0].frame
    names = _all_names(parts)
    for part in parts:
        _check_overlap(part, parts[1] if part is parts[0] else parts[0], len(names))
    columns: dict[str, list[pl.Series | None]] = {name: [_column(part, name) for part in parts] for name in names}
    dtypes = {name: common_type([column for column in found if column is not None]) for name, found in columns.items()}
    conflicts = [name for name, dtype in dtypes.items() if dtype is None]
    if conflicts:
        raise _conflict_error(parts, conflicts)
    frames = [
        pl.DataFrame([_converted(columns[name][place], name, dtypes[name], part.frame.height) for name in names])
        for place, part in enumerate(parts)
    ]
    return pl.concat(frames, how="vertical")


def common_type(columns: Sequence[pl.Series]) -> pl.DataType | None:
    """The type that all these columns can have without loss, or None; a column without values has any."""
    filled = [column for column in columns if column.null_count() < len(column)]
    dtypes = {column.dtype for column in filled}
    if len(dtypes) <= 1:
        return dtypes.pop() if dtypes else pl.String()
    if all(dtype.is_numeric() for dtype in dtypes):
        return pl.concat([column.head(0).to_frame("") for column in filled], how="vertical_relaxed").dtypes[0]
    if any(dtype == pl.String for dtype in dtypes):
        return _type_with_text(filled, dtypes - {pl.String()})
    if all(dtype in (pl.Date, pl.Datetime) for dtype in dtypes):
        return pl.Datetime("us")
    return None


def _type_with_text(columns: Sequence[pl.Series], others: set[pl.DataType]) -> pl.DataType | None:
    """Codes ("02139") beside whole numbers are text; dates written as text are dates."""
    text = pl.concat([column for column in columns if column.dtype == pl.String]).drop_nulls()
    if all(dtype.is_integer() for dtype in others) and text.str.contains(r"^\d+$").all():
        return pl.String()
    if all(dtype in (pl.Date, pl.Datetime) for dtype in others) and _as_dates(text).null_count() == 0:
        return pl.Datetime("us")
    return None


def _as_dates(text: pl.Series) -> pl.Series:
    return text.str.to_datetime(time_unit="us", strict=False, format="%Y-%m-%d %H:%M:%S").fill_null(
        text.str.to_datetime(time_unit="us", strict=False, format="%Y-%m-%d")
    )


def missing_columns(parts: Sequence[Part]) -> tuple[Finding, ...]:
    """A warning for every part that lacks columns which others have."""
    names = dict.fromkeys(_all_names(parts))
    lacking = {part.label: list(names.keys() - set(part.frame.columns)) for part in parts}
    return tuple(
        Finding(
            kind="missing_columns",
            sentence=f"{label} has no column {listed(absent)}; its rows have missing values there.",
            severity="warning",
            columns=tuple(absent),
        )
        for label, absent in lacking.items()
        if absent
    )


def _all_names(parts: Sequence[Part]) -> list[str]:
    return list(dict.fromkeys(name for part in parts for name in part.frame.columns))


def _column(part: Part, name: str) -> pl.Series | None:
    return part.frame.get_column(name, default=None)


def _converted(column: pl.Series | None, name: str, dtype: pl.DataType | None, height: int) -> pl.Series:
    if column is None:
        return pl.Series(name, [None] * height, dtype=dtype)
    if column.dtype == pl.String and dtype == pl.Datetime:
        return _as_dates(column)
    return column.cast(dtype) if dtype is not None else column


def _check_overlap(part: Part, other: Part, names: int) -> None:
    if part.frame.width < SHARED * names:
        raise SourceError(
            f"{part.label} and {other.label} do not look like parts of one table: of {names} columns in all, "
            f"{part.label} has only {listed(part.frame.columns)}. Expected the same columns in every source. Give them "
            "the same header, or read them one at a time."
        )


def _conflict_error(parts: Sequence[Part], conflicts: list[str]) -> SourceError:
    clauses = []
    for name in conflicts[:3]:
        found = [f"{_words(part.frame.schema[name])} in {part.label}" for part in parts if name in part.frame.schema]
        clauses.append(f'column "{name}" holds {", ".join(found[:4])}')
    more = f" (and {len(conflicts) - 3} more columns)" if len(conflicts) > 3 else ""
    return SourceError(
        f"The sources cannot be read as one table: {'; '.join(clauses)}{more}. Expected one type of values in a "
        "column. Correct the odd values, or leave that source out."
    )


def _words(dtype: pl.DataType) -> str:
    if dtype.is_numeric():
        return "numbers"
    if dtype.is_temporal():
        return "dates"
    return {pl.String: "text", pl.Boolean: "true/false"}.get(type(dtype), f"arrays ({dtype})")
