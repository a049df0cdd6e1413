"""What a verdict is given on: curves and row losses of one recipe over its seeds."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The curves and losses of one recipe; all losses without penalty. Raises ValueError on unequal shapes.

    train_loss, validation_loss: [seeds, epochs], NaN after a member stopped.
    selection_best, selection_last: [seeds, rows] losses of the selection rows at the epoch that is
        best on the validation split, and at the last one. Rows of another split than the one that
        chose the epoch: the minimum of a noisy curve lies below its end by luck alone.
    constant_rows: [rows] losses of the best constant prediction on the same rows.
    constant_train: loss of the best constant prediction on the training split.
    failed: [seeds] whether the member ended in numbers that are not finite.
    initial_train: training loss before the first step, where it was measured.
    bigger_best: selection_best of a larger network with the same seeds, where one was trained.
    input_can_be_fitted: True when another learning rate brings the training loss below the constant,
        or one batch can be learned by heart while nothing else was tried; False when neither
        works; None when nothing was tried. One batch by heart alone does not make it True where
        several rates were tried in vain: random labels can be learned by heart, too.
    """

    train_loss: Floats
    validation_loss: Floats
    selection_best: Floats
    selection_last: Floats
    constant_rows: Floats
    constant_train: float
    failed: NDArray[np.bool_]
    initial_train: float | None = None
    bigger_best: Floats | None = None
    input_can_be_fitted: bool | None = None

    def __post_init__(self) -> None:
        seeds, rows = len(self.failed), len(self.constant_rows)
        epochs = self.train_loss.shape[-1]
        wanted = {"train_loss": (seeds, epochs), "validation_loss": (seeds, epochs)}
        wanted |= {"selection_best": (seeds, rows), "selection_last": (seeds, rows), "bigger_best": (seeds, rows)}
        for name, shape in wanted.items():
            array = getattr(self, name)
            if array is not None and array.shape != shape:
                raise ValueError(f"evidence: {name} should have shape {shape}, received {array.shape}")

    @property
    def seeds(self) -> int:
        """How many members were trained, failed ones included."""
        return len(self.failed)

    def without_failed(self) -> "Evidence":
        """The same evidence from the members that stayed finite."""
        rows = np.isfinite(self.selection_best).all(axis=1) & np.isfinite(self.selection_last).all(axis=1)
        curves = np.isfinite(self.train_loss).any(axis=1) & np.isfinite(self.validation_loss).any(axis=1)
        kept = ~self.failed & rows & curves
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        by_seed = ("train_loss", "validation_loss", "selection_best", "selection_last", "failed", "bigger_best")
        return Evidence(**{k: v[kept] if k in by_seed and v is not None else v for k, v in values.items()})
