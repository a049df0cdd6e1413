"""What can be seen of a run while it goes on: epoch by epoch, without Keras."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from wellfit.diagnosis import Verdict
from wellfit.diagnosis.alone import CurveEvidence, judge_curves
from wellfit.diagnosis.alone.trends import FEWEST
from wellfit.errors import DataError
from wellfit.histories.columns import history_of
from wellfit.histories.evidence import evidence_of
from wellfit.histories.sights import NOW, Sight, look

# A run is looked at again and again: what holds for so many epochs in a row is said, what comes and goes is not.
LASTING = 3
# Epochs without a validation loss after which it is clear that there will be none.
BLIND = 3


class Watched:
    """The losses of one run so far, and what was said of them."""

    def __init__(self, *, patience: int | None = None, constant: float | None = None) -> None:
        self.patience, self.constant = patience, constant
        self.best_epoch: int | None = None
        self.last_epoch = 0
        self._epochs: list[int] = []
        self._train: list[float] = []
        self._validation: list[float] = []
        self._blind = 0
        self._said, self._kind, self._lasts = "", "", 0

    def add(self, epoch: int, logs: Mapping[str, Any]) -> tuple[Sight | None, bool]:
        """Take the losses of an epoch (from 1): what is to be said, if anything, and whether it is the best so far."""
        self.last_epoch = epoch
        train, validation = (None if logs.get(key) is None else float(logs[key]) for key in ("loss", "val_loss"))
        if train is None:
            return None, False
        if validation is None and math.isfinite(train):
            self._blind += 1
            return self._new(self._without()), False
        lowest = self._keep(epoch, train, math.nan if validation is None else validation)
        return self._new(self._look(epoch, train, validation)), lowest

    def verdict(self) -> Verdict:
        """The verdict on the run so far. Raises DataError where the curves cannot be judged."""
        if not self._epochs:
            raise DataError(
                "Nothing has been watched that can be judged. Expected a fit with validation_data= or "
                "validation_split= "
                "and Watch() among its callbacks; ask for the verdict after it."
            )
        columns: dict[str, list[Any]] = {"epoch": self._epochs, "loss": self._train, "val_loss": self._validation}
        return judge_curves(evidence_of([history_of(columns, "the watched run")], self.constant))

    def _keep(self, epoch: int, train: float, validation: float) -> bool:
        if math.isfinite(train) and not math.isfinite(validation):
            return False  # what is wrong there is in the validation rows; the curve goes on without it
        lowest = math.isfinite(validation) and validation < min(self._validation, default=math.inf)
        self._epochs.append(epoch)
        self._train.append(train)
        self._validation.append(validation)
        if lowest:
            self.best_epoch = epoch
        return lowest

    def _without(self) -> Sight | None:
        if self._blind < BLIND or self._epochs:
            return None
        return Sight(
            kind="blind",
            line="There is no validation loss, and without it overfitting cannot be seen. Pass validation_data= or "
            "validation_split= to fit.",
        )

    def _look(self, epoch: int, train: float, validation: float | None) -> Sight | None:
        if not math.isfinite(train):
            return Sight(
                kind="diverged",
                line=f"Epoch {epoch}: the training diverges, its loss is {train}. Lower the learning rate, by a "
                "factor of "
                "ten to begin with.",
                ends=True,
            )
        if validation is not None and not math.isfinite(validation):
            return Sight(
                kind="lost",
                line=f"Epoch {epoch}: the validation loss is {validation}, the training loss is not. Look for missing "
                "or "
                "extreme values in the validation rows.",
            )
        if len(self._epochs) < FEWEST and self.patience is None:
            return None
        return look(self._evidence(), since_best=epoch - (self.best_epoch or epoch), patience=self.patience)

    def _evidence(self) -> CurveEvidence:
        return CurveEvidence(
            train_loss=np.array([self._train]),
            validation_loss=np.array([self._validation]),
            epochs=np.array(self._epochs),
            failed=np.zeros(1, dtype=bool),
        )

    def _new(self, sight: Sight | None) -> Sight | None:
        """The sight if it is to be said: it is another than the last said, and has lasted, or cannot wait."""
        kind = "" if sight is None else sight.kind
        self._lasts = self._lasts + 1 if kind == self._kind else 1
        self._kind = kind
        if sight is None or kind == self._said or (kind not in NOW and self._lasts < LASTING):
            return None
        self._said = kind
        return sight
