"""Are all numbers of an array such that a network can compute with them?"""

import polars as pl

from wellfit.data.cells import LARGEST_NUMBER
from wellfit.errors import DataError


def refuse_infinite(frame: pl.DataFrame) -> None:
    """Raises DataError when an array column holds an infinite or unusably large number; NaN is missing, and passes.

    Columns of single numbers are looked at where their kind is decided.

    >>> refuse_infinite(pl.DataFrame({"x": pl.Series([[1.0, float("nan")]], dtype=pl.Array(pl.Float64, 2))}))
    """
    for name, dtype in frame.schema.items():
        if isinstance(dtype, pl.Array):
            _refuse(name, frame[name].explode() if frame[name].null_count() else frame[name].reshape((-1,)))


def _refuse(name: str, cells: pl.Series) -> None:
    if not cells.dtype.is_float():
        return
    known = cells.drop_nulls().drop_nans()
    wrong = known.filter(known.abs() > LARGEST_NUMBER)
    if len(wrong):
        raise DataError(
            f"The array '{name}' holds {len(wrong):,} infinite or unusably large numbers; expected were finite numbers "
            f"up to {LARGEST_NUMBER:g}, received {wrong[0]:g}. Replace them before reading the array, or by NaN, which "
            "means missing."
        )
