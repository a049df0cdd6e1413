"""Verdict `diverged` from curves alone: the training loss is not finite, or ends above its first epoch."""

import numpy as np

from wellfit.diagnosis.alone.evidence import CurveEvidence
from wellfit.diagnosis.alone.trends import FEWEST, ends_above_start
from wellfit.diagnosis.diverged import TOLERANCE
from wellfit.diagnosis.ruling import Verdict


def check(evidence: CurveEvidence, name: str) -> Verdict | None:
    """Holds when at least half of the runs end in numbers that are not finite, or above their first epoch.

    The loss before the first step is in no history; that of the first epoch lies below it as soon as anything is
    learned, so that ending above it is the safer sign.
    """
    above = np.zeros(evidence.runs, dtype=bool)
    finite = ~evidence.failed
    if finite.any() and len(evidence.epochs) >= FEWEST:
        long = np.isfinite(evidence.train_loss).sum(axis=1) >= FEWEST
        above[finite & long] = ends_above_start(evidence.train_loss[finite & long], TOLERANCE)
    bad = int(evidence.failed.sum() + above.sum())
    if 2 * bad < evidence.runs:
        return None
    return Verdict(
        kind="diverged",
        recipe=name,
        sentence=f"The training of '{name}' diverges: {_what(evidence, above)}.",
        advice="Lower the learning rate, by a factor of ten to begin with. If that does not help, look for extreme "
        "values in the columns, and clip the gradients.",
        evidence={
            **evidence.counts,
            "not_finite": int(evidence.failed.sum()),
            "ends_above_start": int(above.sum()),
        },
    )


def _what(evidence: CurveEvidence, above: np.ndarray) -> str:
    said = []
    if evidence.failed.any():
        finite = np.isfinite(evidence.train_loss[evidence.failed])
        first = int(finite.sum(axis=1).min())
        since = f"from epoch {evidence.epochs[min(first, len(evidence.epochs) - 1)]} on"
        runs = f"in {int(evidence.failed.sum())} of {evidence.trained} " if evidence.runs > 1 else ""
        said.append(f"{runs}the loss is no longer a finite number, {since}")
    if above.any():
        runs = f"in {int(above.sum())} of {evidence.trained} " if evidence.runs > 1 else ""
        said.append(f"{runs}the training loss ends above its first epoch, by more than it bounces")
    return " and ".join(said)
