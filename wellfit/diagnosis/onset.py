"""Since which epoch a network overfits."""

import numpy as np
from numpy.typing import NDArray

from wellfit.diagnosis.curves import best_epochs
from wellfit.diagnosis.intervals import Interval, mean_interval


def onset(validation_loss: NDArray[np.floating]) -> Interval:
    """The epoch (counted from 1) of the lowest validation loss, with its interval over seeds (and folds).

    `validation_loss` is [members, epochs], NaN after a member stopped. The value is the rounded mean
    of the epochs of the minima; the ends of their t interval are rounded outward and kept within
    the epochs there are. Whether the loss rises after it is another question: see `overfit`.

    >>> losses = np.array([[0.5, 0.3, 0.4], [0.5, 0.4, 0.6]])
    >>> onset(losses)
    Interval(value=2.0, low=2.0, high=2.0)
    """
    epochs = validation_loss.shape[1]
    found = mean_interval(best_epochs(validation_loss) + 1.0)
    low = float(np.clip(np.floor(found.low), 1, epochs))
    high = float(np.clip(np.ceil(found.high), 1, epochs))
    return Interval(value=float(np.clip(np.round(found.value), low, high)), low=low, high=high)
