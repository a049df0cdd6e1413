"""When a member has trained long enough."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from wellfit.errors import OptionError


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Stop a member once its validation loss has not improved for `patience` epochs.

    Checked between chunks of epochs. With `together`, the seeds of a recipe stop at the same time,
    when the last of them may, so that their curves have one length; controls stop with them. With `jointly`
    they stop together by their mean validation loss: of many members the last may never, and it
    is the epoch of the mean's minimum at which folds are judged.
    """

    patience: int
    together: bool = False
    jointly: bool = False

    def __post_init__(self) -> None:
        if self.patience < 1:
            raise OptionError(f"Patience must be at least 1 epoch, received {self.patience}.")

    def stopped(
        self,
        best_epoch: Int[np.ndarray, "streams recipes"],
        epoch: int,
        failed: Bool[np.ndarray, "streams recipes"],
        controls: Bool[np.ndarray, " streams"],
    ) -> Bool[np.ndarray, "streams recipes"]:
        """Which members [streams, recipes] need no further epoch; `controls` says which streams are controls."""
        done = (epoch - best_epoch >= self.patience) | failed
        alike = self.together or self.jointly
        return np.broadcast_to(done[~controls].all(axis=0), done.shape) if alike else done

    def joint_best(
        self, validation_loss: Float[np.ndarray, "streams epochs recipes"], controls: Bool[np.ndarray, " streams"]
    ) -> Int[np.ndarray, "streams recipes"]:
        """The epoch (from 1) of the lowest mean over the plain streams that stayed finite; 0 where none did."""
        plain = validation_loss[~controls]
        finite = np.isfinite(plain).all(axis=1)
        total = np.where(finite[:, None], plain, 0.0).sum(axis=0)
        best = np.where(finite.any(axis=0), 1 + total.argmin(axis=0), 0)
        return np.broadcast_to(best, (len(validation_loss), len(best)))
