"""An estimate with the range that the data leave open."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

CONFIDENCE = 0.95


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A value and the ends of its 95 % interval; infinite ends when one sample is all there is.

    >>> Interval(value=-0.2, low=-0.3, high=-0.1).excludes(0.0)
    True
    """

    value: float
    low: float
    high: float

    def excludes(self, number: float) -> bool:
        """Whether `number` lies outside: the value differs from it beyond noise."""
        return number < self.low or number > self.high

    def as_dict(self) -> dict[str, float | None]:
        """Plain values for JSON, where an infinite or undefined end is null."""
        return {"value": finite(self.value), "low": finite(self.low), "high": finite(self.high)}


def finite(number: float) -> float | None:
    """The number, or None for the infinite and undefined ones, which JSON does not have."""
    return float(number) if np.isfinite(number) else None


def mean_interval(samples: Sequence[float] | NDArray[np.floating], *, confidence: float = CONFIDENCE) -> Interval:
    """The mean of independent samples, one a seed, with Student's t interval.

    mean ± t(confidence, S − 1) · s / √S, Student (1908), "The probable error of a mean". One sample
    says nothing about the spread: its interval is infinite. Raises ValueError without samples.

    >>> print(mean_interval([1.0, 2.0, 3.0]).low.__round__(3))
    -0.484
    """
    values = np.asarray(samples, dtype=np.float64)
    if values.size == 0:
        raise ValueError("mean_interval needs at least one sample, received none")
    mean = float(values.mean())
    if values.size == 1:
        return Interval(value=mean, low=-np.inf, high=np.inf)
    half = t_quantile(values.size - 1, confidence) * float(values.std(ddof=1)) / np.sqrt(values.size)
    return Interval(value=mean, low=mean - half, high=mean + half)


def t_quantile(degrees: float, confidence: float = CONFIDENCE) -> float:
    """How many standard errors a two-sided t interval of this confidence reaches to each side."""
    # scipy.special and not scipy.stats: the same numbers, without half a second of imports.
    return float(stdtrit(degrees, 0.5 + confidence / 2))
