"""How one numeric column is brought to mean 0 and deviation 1 without letting its tails rule it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Quantiles come from at most this many rows: their error is far below what a network notices.
_SAMPLE = 20_000


@dataclass(frozen=True, kw_only=True)
class NumberColumn:
    """z = (clip(b(x), low, high) - mean) / deviation, with b(x) = asinh((x - middle) / bend) where bend > 0.

    asinh is linear around `middle` and logarithmic beyond `bend`, for both signs, so one formula serves
    incomes, counts with many zeros and heavy-tailed differences alike.
    """

    name: str
    middle: float
    bend: float
    low: float
    high: float
    mean: float
    deviation: float
    gaps: bool

    def __post_init__(self) -> None:
        if self.deviation <= 0 or self.bend < 0 or self.low > self.high:
            raise ValueError(f"deviation {self.deviation}, bend {self.bend}, range {self.low} to {self.high}")


def fit_columns(names: Sequence[str], matrix: np.ndarray) -> list[NumberColumn]:
    """One NumberColumn for each column of `matrix` [rows, columns], NaN = missing."""
    return [_fit(name, matrix[:, index]) for index, name in enumerate(names)]


def _fit(name: str, values: np.ndarray) -> NumberColumn:
    known = values[~np.isnan(values)]
    if not len(known):
        known = np.zeros(1)
    low, high = np.quantile(known, [0.001, 0.999])
    if high <= low:
        low, high = known.min(), known.max()
    clipped = np.clip(known, low, high)
    deviation = max(float(clipped.std()), (high - low) / 10)
    return NumberColumn(
        name=name, middle=0.0, bend=0.0, low=float(low - (high - low) / 2), high=float(high + (high - low) / 2),
        mean=float(clipped.mean()), deviation=deviation if deviation > 0 else 1.0, gaps=len(known) < len(values),
    )
