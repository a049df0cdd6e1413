"""The epoch at which a recipe is judged where there are folds: one that many rows choose, none of them by itself."""

import numpy as np
from jaxtyping import Float, Int

from wellfit.data.dataset import Dataset


def joint_epochs(
    data: Dataset, folds: Int[np.ndarray, " members"], validation_loss: Float[np.ndarray, "members epochs"]
) -> Int[np.ndarray, " members"]:
    """The epoch (from 1) of each member: where the mean validation loss of other folds is lowest.

    A fold has few validation rows, and the epoch that they choose is largely luck. Those of all folds
    together choose a better one. The rows that judge a fold are validation rows of another one, which is
    left out for it: no row has a part in choosing the epoch at which it judges. Curves are NaN after a
    member's last epoch and keep their last value there; 0 where no other fold has a finite one.
    """
    numbers = np.arange(len(data.folds))
    means = np.stack([_mean(validation_loss[folds == fold]) for fold in numbers])
    chosen = np.zeros(len(numbers), int)
    for fold in numbers:
        judging = data.folds[fold].splits.selection
        apart = [k for k in numbers if not np.isin(data.folds[k].splits.validation, judging).any()]
        finite = means[[k for k in apart if np.isfinite(means[k]).all()]]
        if len(finite):
            chosen[fold] = 1 + finite.mean(axis=0).argmin()
    return chosen[folds]


def _mean(curves: Float[np.ndarray, "seeds epochs"]) -> Float[np.ndarray, " epochs"]:
    """The mean curve of the seeds that stayed finite; NaN where none did."""
    held = [_held(curve) for curve in curves]
    finite = [curve for curve in held if np.isfinite(curve).all()]
    return np.mean(finite, axis=0) if finite else np.full(curves.shape[1], np.nan)


def _held(curve: Float[np.ndarray, " epochs"]) -> Float[np.ndarray, " epochs"]:
    """The curve with its last value in place of NaN after it."""
    known = np.flatnonzero(~np.isnan(curve))
    return curve if not len(known) else np.where(np.arange(len(curve)) > known[-1], curve[known[-1]], curve)
