"""What a verdict is given on where only the learning curves are known."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wellfit.diagnosis.curves import Curves
from wellfit.diagnosis.wording import counted


@dataclass(frozen=True, kw_only=True)
class CurveEvidence:
    """Training and validation loss of one network over its runs. Raises ValueError on unequal shapes.

    train_loss, validation_loss: [runs, epochs], NaN after a run ended; a run is a seed. As the runs logged them:
        a penalty on the weights may be in them.
    epochs: [epochs] the number of each epoch (from 1); not all of them where validation was seldom.
    failed: [runs] whether the training loss of the run ended in numbers that are not finite.
    constant: loss of the best constant prediction on the validation rows, where somebody knows it.
    """

    train_loss: Curves
    validation_loss: Curves
    epochs: NDArray[np.integer]
    failed: NDArray[np.bool_]
    constant: float | None = None

    def __post_init__(self) -> None:
        shape = (len(self.failed), len(self.epochs))
        for name in ("train_loss", "validation_loss"):
            if getattr(self, name).shape != shape:
                raise ValueError(f"evidence: {name} should have shape {shape}, received {getattr(self, name).shape}")

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return len(self.failed)

    @property
    def trained(self) -> str:
        """How often the network was trained, in words."""
        return counted(self.runs, "seed") if self.runs > 1 else "1 run"

    @property
    def counts(self) -> dict[str, int]:
        """The runs and the epochs for the record."""
        return {"seeds": self.runs, "epochs": int(self.epochs[-1])}

    def without_failed(self) -> "CurveEvidence":
        """The same evidence from the runs that stayed finite."""
        kept = ~self.failed
        return replace(
            self, train_loss=self.train_loss[kept], validation_loss=self.validation_loss[kept], failed=self.failed[kept]
        )
