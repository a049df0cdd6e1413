"""When a member has trained long enough."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Int

from wellfit.errors import OptionError


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Stop a member once its validation loss has not improved for `patience` epochs.

    Checked between chunks of epochs. With `together`, the seeds of a recipe stop at the same time,
    when the last of them may, so that their curves have one length; controls stop with them.
    """

    patience: int
    together: bool = False

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
        return np.broadcast_to(done[~controls].all(axis=0), done.shape) if self.together else done
