"""One run as its log tells it: the losses of every epoch that has both, and a metric where there is one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class History:
    """The curves of one run, of equal length; `epochs` are the numbers (from 1) of the epochs that were validated.

    A run whose training loss ended in numbers that are not finite has them at its end.
    """

    name: str
    epochs: NDArray[np.integer]
    train_loss: NDArray[np.floating]
    validation_loss: NDArray[np.floating]
    metric: str | None = None
    train_metric: NDArray[np.floating] | None = None
    validation_metric: NDArray[np.floating] | None = None

    @property
    def failed(self) -> bool:
        """Whether the training loss is not finite at the end."""
        return not np.isfinite(self.train_loss[-1])
