"""What mere bouncing does to a number read off a curve: the yardstick where there is one run."""

from collections.abc import Callable
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from wellfit.diagnosis.alone.scatter import MOST, condensed, scatter
from wellfit.diagnosis.intervals import CONFIDENCE, Interval

# A number for each of the curves [curves, epochs]; it must grow with the curve's scale and forget its level.
Reading = Callable[[NDArray[np.floating]], NDArray[np.floating]]

DRAWS = 1999
# An epoch resembles the one before, as its weights do: correlation of the noise of neighbouring epochs.
RESEMBLANCE = 0.5
# Below this share of the loss, differences are rounding of the log and no bouncing.
ROUNDING = 1e-5


def beyond_bounce(curve: NDArray[np.floating], reading: Reading, *, confidence: float = CONFIDENCE) -> Interval:
    """The number that `reading` takes from one curve [epochs], less what bouncing adds to it, with its interval.

    A Monte Carlo test (Hope 1968, "A simplified Monte Carlo significance test procedure"): curves without any
    trend, as long, whose noise resembles that of the epoch before, are read in the same way. With T* = reading / s
    of those, s the `scatter` of each, and s of the curve itself,

        value = reading − s · median T*        ends = reading − s · quantiles of T*

    so that the luck of choosing a minimum, and of estimating s from few epochs, is in the yardstick, too. That an
    end is above zero happens to a bouncing curve in (1 − confidence) / 2 of the cases. Needs three epochs.

    >>> wave = 0.5 + 0.01 * np.sin(np.arange(20.0) ** 2)
    >>> print(beyond_bounce(wave, lambda curves: curves[:, -1] - curves.min(axis=1)).excludes(0.0))
    False
    """
    short = condensed(curve)[None]
    size = float(max(scatter(short)[0], ROUNDING * np.abs(short).mean()))
    low, middle, high = _yardstick(reading, short.shape[1], confidence)
    found = float(reading(short)[0])
    return Interval(value=found - size * middle, low=found - size * high, high=found - size * low)


def prepare() -> None:
    """Draw the noise now, which takes some hundredths of a second, and not when the first curve is judged."""
    _longest()


def noise(size: float, draws: int, epochs: int) -> NDArray[np.floating]:
    """Curves [draws, epochs] of pure noise whose scatter is `size` in the median."""
    pure, sizes = _bouncing(epochs)
    return pure[:draws] * (size / float(np.median(sizes)))


@lru_cache(maxsize=512)
def _yardstick(reading: Reading, epochs: int, confidence: float) -> tuple[float, float, float]:
    """Quantiles of T*: the same for every curve of so many epochs."""
    pure, sizes = _bouncing(epochs)
    tail = (1 - confidence) / 2
    low, middle, high = np.quantile(reading(pure) / sizes, [tail, 0.5, 1 - tail])
    return float(low), float(middle), float(high)


@lru_cache(maxsize=4)
def _bouncing(epochs: int) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    curves = _longest()[:, :epochs]
    return curves, scatter(curves)


@cache
def _longest() -> NDArray[np.floating]:
    """First-order autoregressive noise [draws, epochs], the same every time; its beginnings serve shorter curves."""
    curves = np.random.Generator(np.random.PCG64(0)).normal(size=(MOST, DRAWS))
    for epoch in range(1, MOST):
        curves[epoch] = RESEMBLANCE * curves[epoch - 1] + np.sqrt(1 - RESEMBLANCE**2) * curves[epoch]
    return np.ascontiguousarray(curves.T)
