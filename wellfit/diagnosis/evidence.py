"""What a verdict is given on: curves and row losses of one recipe over its seeds."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wellfit.diagnosis.wording import counted

Floats = NDArray[np.floating]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The curves and losses of one recipe; all losses without penalty. Raises ValueError on unequal shapes.

    train_loss, validation_loss: [members, epochs], NaN after a member stopped. A member a seed, or with folds
        a seed of each fold, one fold after another.
    selection_best, selection_last: [seeds, rows] losses of the selection rows at the epoch that is
        best on the validation split, and at the last one. Rows of another split than the one that
        chose the epoch: the minimum of a noisy curve lies below its end by luck alone.
        Of a series, a row is the mean of a block of them, see `in_blocks`, and `selection_rows` their number.
    constant_rows: [rows] losses of the best constant prediction on the same rows.
    constant_train: loss of the best constant prediction on the training split.
    failed: [members] whether the member ended in numbers that are not finite.
    initial_train: training loss before the first step, where it was measured.
    bigger_best: selection_best of a larger network with the same seeds, where one was trained.
    input_can_be_fitted: True when another learning rate brings the training loss below the constant,
        or one batch can be learned by heart while nothing else was tried; False when neither
        works; None when nothing was tried. One batch by heart alone does not make it True where
        several rates were tried in vain: random labels can be learned by heart, too.
    row_folds: [rows] the fold whose members judge each row; None where there is one split.
    chosen_epochs: [members] the epoch (from 1) of selection_best, where it was not the one of the member's
        own lowest validation loss: with folds, the one that the validation rows of other folds choose.
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
    row_folds: NDArray[np.integer] | None = None
    chosen_epochs: NDArray[np.integer] | None = None
    selection_rows: int | None = None

    def __post_init__(self) -> None:
        members, rows = len(self.failed), len(self.constant_rows)
        seeds = members // self.folds if self.folds else len(self.selection_best)
        epochs = self.train_loss.shape[-1]
        wanted: dict[str, tuple[int, ...]] = {"train_loss": (members, epochs), "validation_loss": (members, epochs)}
        wanted |= {"selection_best": (seeds, rows), "selection_last": (seeds, rows), "bigger_best": (seeds, rows)}
        wanted |= {"row_folds": (rows,), "chosen_epochs": (members,)}
        for name, shape in wanted.items():
            array = getattr(self, name)
            if array is not None and array.shape != shape:
                raise ValueError(f"evidence: {name} should have shape {shape}, received {array.shape}")

    @property
    def folds(self) -> int:
        """How many folds the members are of; 1 where there is one split."""
        return 1 if self.row_folds is None else len(np.unique(self.row_folds))

    @property
    def seeds(self) -> int:
        """How many members judge each row, failed ones included; none where no row is judged."""
        return self.selection_best.shape[0] if self.selection_best.shape[1] else 0

    @property
    def trained(self) -> str:
        """How often the network was trained, in words."""
        seeds = counted(self.seeds, "seed")
        return seeds if self.folds == 1 else f"{seeds} in each of {self.folds} folds"

    @property
    def judged(self) -> str:
        """On how many rows, in words."""
        return counted(self.selection_rows or self.constant_rows.size, "row")

    @property
    def counts(self) -> dict[str, int]:
        """The same as numbers for the record."""
        return {"seeds": self.seeds} if self.folds == 1 else {"seeds": self.seeds, "folds": self.folds}

    def without_failed(self) -> "Evidence":
        """The same evidence from the members that stayed finite; with folds, from the folds in which all did."""
        rows = np.isfinite(self.selection_best) & np.isfinite(self.selection_last)
        curves = np.isfinite(self.train_loss).any(axis=1) & np.isfinite(self.validation_loss).any(axis=1)
        members = ~self.failed & curves
        if self.row_folds is None:
            return self._kept(members & rows.all(axis=1))
        whole = np.array([rows[:, self.row_folds == fold].all() for fold in np.unique(self.row_folds)])
        return self._kept_folds(self.row_folds, whole & members.reshape(self.folds, -1).all(axis=1))

    def _kept(self, seeds: NDArray[np.bool_]) -> "Evidence":
        names = ("train_loss", "validation_loss", "selection_best", "selection_last", "failed", "bigger_best")
        return replace(self, **{name: array[seeds] for name in names if (array := getattr(self, name)) is not None})

    def _kept_folds(self, row_folds: NDArray[np.integer], folds: NDArray[np.bool_]) -> "Evidence":
        members = np.repeat(folds, len(self.failed) // len(folds))
        rows = np.isin(row_folds, np.unique(row_folds)[folds])
        bigger = None if self.bigger_best is None else self.bigger_best[:, rows]
        return replace(
            self,
            **{name: getattr(self, name)[members] for name in ("train_loss", "validation_loss", "failed")},
            chosen_epochs=None if self.chosen_epochs is None else self.chosen_epochs[members],
            **{name: getattr(self, name)[:, rows] for name in ("selection_best", "selection_last")},
            bigger_best=bigger,
            constant_rows=self.constant_rows[rows],
            row_folds=row_folds[rows],
        )
