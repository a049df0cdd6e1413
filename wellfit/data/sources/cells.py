"""What the text in a cell means: missing, a number, true or false, or text.

One rule for every source, so that the same values make the same table whatever file they lie in.
"""

import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.sources.names import listed

MISSING = ("", "?", "-", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NULL", "null")
PROBE = 1_000  # cells looked at first: a text column is recognised without trying to parse all of it


def tidy_cells(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """Trim text, make missing values null and turn text columns of numbers or true/false into those.

    A column of whole numbers of which one has a leading zero ("02139") stays text: it holds codes.

    >>> tidy_cells(pl.DataFrame({"power": [" 130", "?"]}))[0]["power"].to_list()
    [130, None]
    """
    columns: list[pl.Series] = []
    marked: dict[str, tuple[str, ...]] = {}
    for column in frame.get_columns():
        values, markers = _tidy_column(column) if column.dtype == pl.String else (column, ())
        columns.append(values)
        if markers:
            marked[column.name] = markers
    # NumPy and pandas write a missing number as NaN; here a missing value is null.
    return pl.DataFrame(columns).with_columns(pl.col(pl.Float32, pl.Float64).fill_nan(None)), _findings(marked)


def typed(text: pl.Series) -> pl.Series:
    """Text as Int64, Float64 or Boolean when every value is one; else unchanged. Nulls stay null."""
    for convert in (_numbers, _booleans):
        if convert(text.head(PROBE)) is not None:
            converted = convert(text)
            if converted is not None:
                return converted
    return text


def _tidy_column(column: pl.Series) -> tuple[pl.Series, tuple[str, ...]]:
    if column.null_count() == len(column):
        return column, ()
    values = typed(column)  # most columns of numbers need no trimming: spare them the copies
    if values.dtype != pl.String and not (values.dtype.is_float() and values.is_nan().any()):
        return values, ()
    text = column.str.strip_chars()
    missing = text.is_in(MISSING)
    markers = tuple(sorted(text.filter(missing & (text != "")).unique().to_list()))
    return typed(text.to_frame().select(pl.when(~missing).then(pl.first())).to_series()), markers


def _numbers(text: pl.Series) -> pl.Series | None:
    if text.null_count() == len(text):
        return None
    numbers = text.cast(pl.Float64, strict=False)
    if numbers.null_count() > text.null_count():
        return None
    whole = text.cast(pl.Int64, strict=False)
    if whole.null_count() > text.null_count():
        return numbers
    return None if text.str.contains(r"^[+-]?0\d").any() else whole


def _booleans(text: pl.Series) -> pl.Series | None:
    lower = text.str.to_lowercase()
    known = lower.is_in(["true", "false"])
    if text.null_count() == len(text) or not known.all():
        return None
    return (lower == "true").rename(text.name)


def _findings(marked: dict[str, tuple[str, ...]]) -> tuple[Finding, ...]:
    if not marked:
        return ()
    markers = listed(sorted({marker for markers in marked.values() for marker in markers}))
    sentence = f"Missing values in {listed(marked)} are written as {markers}."
    return (Finding(kind="missing_markers", sentence=sentence, columns=tuple(marked)),)
