"""Verdict `diverged`: training makes the loss worse instead of better."""

import numpy as np
from numpy.typing import NDArray

from wellfit.diagnosis.evidence import Evidence
from wellfit.diagnosis.ruling import Verdict
from wellfit.diagnosis.wording import counted

# An end within 1 % of the start is no worse, only unmoved: that is for `stuck` to judge.
TOLERANCE = 0.01


def check(evidence: Evidence, recipe: str) -> Verdict | None:
    """Holds when at least half of the members end in numbers that are not finite, or above where they began."""
    failed = evidence.failed
    above = ~failed & ends_above_start(evidence)
    bad = int(failed.sum() + above.sum())
    if 2 * bad < len(failed):
        return None
    what: list[str] = []
    networks = evidence.trained if evidence.folds == 1 else counted(len(failed), "network")
    if failed.any():
        what.append(f"in {int(failed.sum())} of {networks} the loss is no longer a finite number")
    if above.any():
        what.append(f"in {int(above.sum())} of {networks} the training loss ends above where it began")
    return Verdict(
        kind="diverged",
        recipe=recipe,
        sentence=f"The training of '{recipe}' diverges: {' and '.join(what)}.",
        advice="Lower the learning rate, by a factor of ten to begin with. "
        "If that does not help, look for extreme values in the columns.",
        evidence={**evidence.counts, "not_finite": int(failed.sum()), "ends_above_start": int(above.sum())},
    )


def ends_above_start(evidence: Evidence) -> NDArray[np.bool_]:
    """[members]: whether the last training loss lies above the first. False for curves without a finite value.

    Where the loss before the first step was not measured, it is taken to be the constant's or that
    of the first epoch, whichever is higher: an untrained network knows no more than a constant.
    """
    curves = evidence.train_loss
    finite = np.isfinite(curves)
    has_values = finite.any(axis=1)
    first = np.take_along_axis(curves, finite.argmax(axis=1)[:, None], axis=1)[:, 0]
    last_index = curves.shape[1] - 1 - finite[:, ::-1].argmax(axis=1)
    last = np.take_along_axis(curves, last_index[:, None], axis=1)[:, 0]
    start = np.maximum(first, evidence.constant_train) if evidence.initial_train is None else evidence.initial_train
    with np.errstate(invalid="ignore"):
        return has_values & (last > start + TOLERANCE * np.abs(start))
