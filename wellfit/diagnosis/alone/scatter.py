"""How much a single curve bounces from epoch to epoch."""

import numpy as np
from numpy.typing import NDArray

Curves = NDArray[np.floating]

# A curve is averaged to at most so many points before it is judged: what decides is slower than that.
MOST = 80


def scatter(curves: Curves) -> NDArray[np.floating]:
    """The scatter of each curve [curves, epochs] about its own course, [curves]; NaN under three epochs.

    The distance of an epoch from the mean of its two neighbours holds no trend, only noise:

        e_i = y_i − (y_{i−1} + y_{i+1}) / 2        s = √(2/3) · 1.4826 · median |e_i|

    Gasser, Sroka and Jennen-Steinmetz (1986), "Residual variance and residual pattern in nonlinear
    regression", whose mean of squares would see the steep first epochs alone; the median that stands in
    for it is Hampel's (1974, "The influence curve and its role in robust estimation").

    >>> scatter(np.array([[1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 2.0, 1.0, 2.0, 1.0]])).round(2).tolist()
    [0.0, 1.21]
    """
    if curves.shape[1] < 3:
        return np.full(len(curves), np.nan)
    apart = curves[:, 1:-1] - (curves[:, :-2] + curves[:, 2:]) / 2
    return np.sqrt(2 / 3) * 1.4826 * np.median(np.abs(apart), axis=1)


def condensed(curve: NDArray[np.floating]) -> NDArray[np.floating]:
    """A curve of at most `MOST` points: means of as many epochs each; the first epochs that are over are left out.

    >>> condensed(np.arange(161.0))[[0, -1]].tolist(), len(condensed(np.arange(161.0)))
    ([3.0, 159.0], 53)
    """
    block = -(-len(curve) // MOST)
    return curve[len(curve) % block :].reshape(-1, block).mean(axis=1)
