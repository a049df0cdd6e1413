"""Arrays, such as small images: one mean and one deviation for all their numbers."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from wellfit.errors import DataError


@dataclass(frozen=True, kw_only=True)
class ArrayEncoder:
    """One `pl.Array` column as float32 [rows, ...], scaled as a whole.

    Scaling number by number would blow up the pixels at the border, which hardly ever differ from zero.
    """

    name: str
    shape: tuple[int, ...]
    mean: float
    deviation: float

    def __post_init__(self) -> None:
        if self.deviation <= 0 or not self.shape or min(self.shape) < 1:
            raise ValueError(f"shape {self.shape}, deviation {self.deviation}")

    @classmethod
    def fit(cls, frame: pl.DataFrame, name: str) -> "ArrayEncoder":
        """Mean and deviation over all numbers of all training rows."""
        dtype = frame[name].dtype
        shape = tuple(dtype.shape) if isinstance(dtype, pl.Array) else ()
        values = stacked(frame[name], shape)
        known = values if np.isfinite(values).all() else values[np.isfinite(values)]
        # float64 sums: float32 loses the mean of 47 million pixels.
        mean = float(known.mean(dtype=np.float64)) if known.size else 0.0
        deviation = float(known.std(dtype=np.float64)) if known.size else 0.0
        return cls(name=name, shape=shape, mean=mean, deviation=deviation or 1.0)

    def encode(self, frame: pl.DataFrame) -> np.ndarray:
        """float32 [rows, ...]; a missing array or number is 0, the mean. Raises DataError for another shape."""
        values = stacked(frame[self.name], self.shape)
        values -= np.float32(self.mean)
        values /= np.float32(self.deviation)
        return np.nan_to_num(values, copy=False, nan=0.0, posinf=0.0, neginf=0.0)


def stacked(series: pl.Series, shape: tuple[int, ...]) -> np.ndarray:
    """A column of arrays of this shape as a new float32 [rows, *shape], NaN for missing arrays."""
    dtype = series.dtype
    found = tuple(dtype.shape) if isinstance(dtype, pl.Array) else dtype
    if found != shape:
        raise DataError(
            f"Column '{series.name}' does not hold arrays of the shape of the training rows; expected "
            f"{' × '.join(map(str, shape))}, received {found}. Bring the arrays to this shape."
        )
    values = np.full((len(series), *shape), np.nan, np.float32)
    known = series.is_not_null().to_numpy()
    flat = series.drop_nulls().reshape((-1,)).to_numpy()
    values[known] = flat.reshape(int(known.sum()), *shape)
    return values
