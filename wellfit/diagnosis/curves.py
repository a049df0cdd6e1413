"""What is read off learning curves [seeds, epochs], NaN after a member stopped."""

import numpy as np
from numpy.typing import NDArray

from wellfit.diagnosis.intervals import Interval, mean_interval

Curves = NDArray[np.floating]


def last_epochs(curves: Curves) -> NDArray[np.intp]:
    """Index of each seed's last finite value. Raises ValueError for a seed without any.

    >>> last_epochs(np.array([[3.0, 2.0, np.nan], [3.0, 2.0, 1.0]]))
    array([1, 2])
    """
    finite = np.isfinite(curves)
    if not finite.any(axis=1).all():
        raise ValueError("every seed needs one finite value in its curve; leave out seeds that failed")
    return curves.shape[1] - 1 - np.argmax(finite[:, ::-1], axis=1)


def last_values(curves: Curves) -> NDArray[np.floating]:
    """Each seed's value at its last epoch.

    >>> last_values(np.array([[3.0, 2.0, np.nan], [3.0, 2.0, 1.0]]))
    array([2., 1.])
    """
    return values_at(curves, last_epochs(curves))


def best_epochs(curves: Curves) -> NDArray[np.intp]:
    """Index of each seed's lowest value, the first of equal ones.

    >>> best_epochs(np.array([[3.0, 2.0, np.nan], [3.0, 2.0, 2.5]]))
    array([1, 1])
    """
    last_epochs(curves)
    return np.argmin(np.where(np.isfinite(curves), curves, np.inf), axis=1)


def values_at(curves: Curves, epochs: NDArray[np.intp]) -> NDArray[np.floating]:
    """Each seed's value at its own epoch (counted from 0)."""
    return np.take_along_axis(curves, epochs[:, None], axis=1)[:, 0]


def systematic_rise(validation_loss: Curves) -> Interval:
    """How far the loss at the end lies above the minimum that the *other* seeds point to.

    A curve that merely bounces ends above its own minimum, by the luck of choosing the minimum. So
    for each seed the epoch comes from the mean curve of the other seeds: their bounces are
    independent of its own, and only a rise that the seeds share remains (leave one out, as in
    Stone 1974, "Cross-validatory choice and assessment of statistical predictions"). Needs two seeds.

    >>> systematic_rise(np.array([[0.5, 0.3, 0.4], [0.5, 0.2, 0.3]])).value.__round__(6)
    0.1
    """
    last = last_epochs(validation_loss)
    held = values_held(validation_loss)
    rises = []
    for seed in range(len(held)):
        others = np.delete(held, seed, axis=0).mean(axis=0)[: last[seed] + 1]
        rises.append(held[seed, last[seed]] - held[seed, np.argmin(others)])
    return mean_interval(rises)


def values_held(curves: Curves) -> Curves:
    """The curves with each stopped seed held at its last value, so that means are over all seeds."""
    epochs = np.arange(curves.shape[1])
    return np.take_along_axis(curves, np.minimum(epochs, last_epochs(curves)[:, None]), axis=1)


def late_fall(validation_loss: Curves) -> Interval:
    """How much lower the last quarter of the epochs lies than the quarter before it (negative: falls).

    Each seed's own epochs count, so that one that stopped early is judged where it stopped. Under
    four epochs there is no quarter to compare: zero.

    >>> late_fall(np.array([[4.0, 3.0, 2.0, 1.0], [4.0, 3.0, 2.0, 1.0]])).value
    -1.0
    """
    changes = []
    for seed, last in enumerate(last_epochs(validation_loss)):
        quarter = (int(last) + 1) // 4
        curve = validation_loss[seed, : last + 1]
        changes.append(curve[-quarter:].mean() - curve[-2 * quarter : -quarter].mean() if quarter else 0.0)
    return mean_interval(changes)
