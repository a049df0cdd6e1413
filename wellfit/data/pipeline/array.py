"""Arrays, such as small images: one mean and one deviation for all their numbers."""

from dataclasses import dataclass

import numpy as np
import polars as pl


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
        values = stacked(frame[name])
        known = values[np.isfinite(values)]
        deviation = float(known.std(dtype=np.float64)) if len(known) else 0.0
        mean = float(known.mean(dtype=np.float64)) if len(known) else 0.0
        return cls(name=name, shape=values.shape[1:], mean=mean, deviation=deviation if deviation > 0 else 1.0)

    def encode(self, frame: pl.DataFrame) -> np.ndarray:
        """float32 [rows, ...]; a missing array or number is 0, the mean."""
        values = stacked(frame[self.name])
        scaled = (values - np.float32(self.mean)) / np.float32(self.deviation)
        return np.nan_to_num(scaled, copy=False, nan=0.0, posinf=0.0, neginf=0.0)


def stacked(series: pl.Series) -> np.ndarray:
    """A `pl.Array` column as float32 [rows, ...], NaN for missing arrays."""
    shape = series.dtype.shape if isinstance(series.dtype, pl.Array) else ()
    flat = series.reshape((-1,)) if not series.null_count() else series.explode()
    return flat.to_numpy().astype(np.float32).reshape(len(series), *shape)
