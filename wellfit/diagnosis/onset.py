"""Since which epoch a network overfits."""

import numpy as np
from numpy.typing import NDArray

from wellfit.diagnosis.curves import best_epochs, values_held
from wellfit.diagnosis.intervals import CONFIDENCE, Interval, mean_interval

# Draws of folds: their percentiles are whole epochs, which more draws would not change.
RESAMPLED = 1000


def onset(validation_loss: NDArray[np.floating], *, folds: int = 1) -> Interval:
    """The epoch (counted from 1) of the lowest validation loss, with its interval over seeds.

    `validation_loss` is [members, epochs], NaN after a member stopped. The value is the rounded mean
    of the epochs of the minima; the ends of their t interval are rounded outward and kept within
    the epochs there are. Whether the loss rises after it is another question: see `overfit`.

    With `folds`, whose members come one fold after another, the minimum of a single fold is largely the luck of
    its few validation rows: the value is that of the mean curve of all, and its interval is that of the
    same number when folds are drawn with replacement (the percentiles of Efron 1979, "Bootstrap methods").

    >>> losses = np.array([[0.5, 0.3, 0.4], [0.5, 0.4, 0.6]])
    >>> onset(losses)
    Interval(value=2.0, low=2.0, high=2.0)
    """
    if folds > 1:
        return _over_folds(values_held(validation_loss).reshape(folds, -1, validation_loss.shape[1]).mean(axis=1))
    epochs = validation_loss.shape[1]
    found = mean_interval(best_epochs(validation_loss) + 1.0)
    low = float(np.clip(np.floor(found.low), 1, epochs))
    high = float(np.clip(np.ceil(found.high), 1, epochs))
    return Interval(value=float(np.clip(np.round(found.value), low, high)), low=low, high=high)


def _over_folds(curves: NDArray[np.floating]) -> Interval:
    """The epoch of the lowest mean of curves [folds, epochs]."""
    random = np.random.Generator(np.random.PCG64(0))
    drawn = random.integers(len(curves), size=(RESAMPLED, len(curves)))
    epochs = 1.0 + np.stack([curves[folds].mean(axis=0) for folds in drawn]).argmin(axis=1)
    low, high = np.quantile(epochs, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], method="nearest")
    value = 1.0 + float(curves.mean(axis=0).argmin())
    return Interval(value=value, low=min(value, float(low)), high=max(value, float(high)))
