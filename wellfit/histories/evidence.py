"""From runs to what a verdict is given on."""

from collections.abc import Sequence

import numpy as np

from wellfit.diagnosis.alone import CurveEvidence
from wellfit.errors import DataError
from wellfit.histories.history import History


def evidence_of(runs: Sequence[History], constant: float | None = None) -> CurveEvidence:
    """The curves of all runs side by side, those that ended earlier with NaN after their end.

    Raises DataError where their epochs have other numbers: they cannot be seeds of one training.
    """
    longest = max(runs, key=lambda run: len(run.epochs))
    for run in runs:
        if not np.array_equal(run.epochs, longest.epochs[: len(run.epochs)]):
            raise DataError(
                f"{run.name} and {longest.name} were validated in other epochs ({_some(run)} and {_some(longest)}). "
                "Expected seeds of one network, trained in the same way. Judge them one by one."
            )
    return CurveEvidence(
        train_loss=_stacked([run.train_loss for run in runs]),
        validation_loss=_stacked([run.validation_loss for run in runs]),
        epochs=longest.epochs,
        failed=np.array([run.failed for run in runs]),
        constant=constant,
    )


def _stacked(curves: Sequence[np.ndarray]) -> np.ndarray:
    together = np.full((len(curves), max(map(len, curves))), np.nan)
    for row, curve in zip(together, curves, strict=True):
        row[: len(curve)] = np.where(np.isfinite(curve), curve, np.nan)
    return together


def _some(run: History) -> str:
    return ", ".join(str(epoch) for epoch in run.epochs[:3]) + ", …"
