"""The target column made plain: text, whole numbers or floats, with nothing infinite in it."""

import polars as pl

from wellfit.data.cells import LARGEST_NUMBER
from wellfit.data.pipeline.target import label_text
from wellfit.data.wording import listing
from wellfit.errors import DataError


def clean_target(series: pl.Series, name: str, kind: str | None = None) -> pl.Series:
    """The target's values that are there, as text, as Int64 (also when whole floats) or as Float64.

    Raises DataError when none is there, when they are of a type that cannot be predicted, and when
    `kind` is regression but they are not numbers.

    >>> clean_target(pl.Series([1.0, None, 0.0]), "y").to_list()
    [1, 0]
    """
    values = plain_target(series, name, kind).drop_nulls()
    if len(values) == 0:
        raise DataError(
            f"Every value of the target '{name}' is missing. A target needs known values to learn from. "
            "Name another column with --target, or fill this one."
        )
    return values


def plain_target(series: pl.Series, name: str, kind: str | None = None) -> pl.Series:
    """As `clean_target`, row by row: missing values stay as nulls."""
    dtype = series.dtype
    if dtype == pl.Boolean or dtype == pl.String or dtype in (pl.Categorical, pl.Enum):
        text = label_text(series)
        text = text.set((text == "").fill_null(False), None)
        return _numbers_from_text(text, name) if kind == "regression" else text
    if dtype.is_numeric():
        return _plain_numbers(series, name)
    if dtype == pl.Null:
        return series.cast(pl.String)
    held = (
        "arrays or lists"
        if dtype.is_nested()
        else "dates or times"
        if dtype.is_temporal()
        else f"values of type {dtype}"
    )
    raise DataError(
        f"The target '{name}' holds {held}, which wellfit cannot predict: expected were numbers, texts "
        "or true/false. Turn it into one of these, or name another column with --target."
    )


def target_for(task_kind: str, series: pl.Series, name: str) -> pl.Series:
    """The target as its encoder wants it: Float64 for a regression, else the classes' names as text."""
    plain = plain_target(series, name, task_kind)
    return plain.cast(pl.Float64) if task_kind == "regression" else plain.cast(pl.String)


def distinct_labels(values: pl.Series, name: str) -> tuple[str, ...]:
    """The different values as text, in order (numbers by size); at least two, else DataError.

    >>> distinct_labels(pl.Series([10, 9, 10]), "y")
    ('9', '10')
    """
    labels = tuple(values.unique().sort().cast(pl.String))
    if len(labels) < 2:
        raise DataError(
            f"The target '{name}' has the same value in all {len(values):,} rows: '{labels[0]}'. A task needs at least "
            "two different values. Add rows of another class, or name another column with --target."
        )
    return labels


def _numbers_from_text(text: pl.Series, name: str) -> pl.Series:
    numbers = text.cast(pl.Float64, strict=False)
    bad = text.filter(numbers.is_null() & text.is_not_null())
    if len(bad):
        raise DataError(
            f"A regression needs numbers, but the target '{name}' holds texts such as "
            f"{listing(bad.unique().sort().to_list(), 3)} in {len(bad):,} of {len(text):,} rows. Take --task "
            "multiclass, mend these values, or name another column with --target."
        )
    return _plain_numbers(numbers, name)


def _plain_numbers(series: pl.Series, name: str) -> pl.Series:
    if series.dtype.is_integer() and series.dtype != pl.UInt64:
        return series.cast(pl.Int64)
    floats = series.cast(pl.Float64).fill_nan(None)
    _refuse_infinite(floats, name)
    whole = bool((floats.drop_nulls() == floats.drop_nulls().round()).all()) and (floats.abs().max() or 0) < 2**53  # type: ignore[operator]
    return floats.cast(pl.Int64) if whole else floats


def _refuse_infinite(floats: pl.Series, name: str) -> None:
    bad = (floats.abs() > LARGEST_NUMBER).fill_null(False)
    if not bad.any():
        return
    first = int(bad.arg_max() or 0)
    raise DataError(
        f"The target '{name}' holds numbers that are infinite or unusably large: {int(bad.sum()):,} of {len(floats):,} "
        f"values, first {floats[first]} in row {first} (counted from 0). Expected were finite numbers up to "
        f"{LARGEST_NUMBER:g}. Correct these cells, or leave them empty: rows without a target are left out."
    )
