"""Verdict `undetermined` from curves alone: what they show nevertheless, and what would decide."""

import numpy as np

from wellfit.diagnosis.alone.evidence import CurveEvidence
from wellfit.diagnosis.alone.overfit import matters
from wellfit.diagnosis.alone.trends import FEWEST, fall, rise, whole_fall
from wellfit.diagnosis.alone.words import caveats, more_seeds
from wellfit.diagnosis.comparisons import HIDDEN_SHARE
from wellfit.diagnosis.curves import best_epochs
from wellfit.diagnosis.ruling import Verdict
from wellfit.diagnosis.wording import counted, ends, number


def too_few_epochs(evidence: CurveEvidence, name: str) -> Verdict | None:
    """Holds when a run has fewer epochs than it takes to see where a curve goes."""
    fewest = int(np.isfinite(evidence.validation_loss).sum(axis=1).min())
    if fewest >= FEWEST:
        return None
    return Verdict(
        kind="undetermined",
        recipe=name,
        sentence=f"'{name}' was trained for {counted(fewest, 'epoch')}: where its curves go cannot be seen yet.",
        advice=f"Train it for at least {FEWEST} epochs with a validation loss, better 20.",
        evidence={**evidence.counts},
    )


def rule(evidence: CurveEvidence, name: str) -> Verdict:
    """The verdict when no other holds, with what the curves show."""
    sentence, advice = _reason(evidence, name)
    return Verdict(
        kind="undetermined",
        recipe=name,
        sentence=sentence + caveats(evidence),
        advice=advice + more_seeds(evidence),
        evidence={
            **evidence.counts,
            "validation_rise": rise(evidence.validation_loss).as_dict(),
            "last_quarter_change": fall(evidence.validation_loss).as_dict(),
            "training_change": whole_fall(evidence.train_loss).as_dict(),
        },
    )


def _reason(evidence: CurveEvidence, name: str) -> tuple[str, str]:
    runs, change = evidence.trained, rise(evidence.validation_loss)
    low = float(np.nanmin(evidence.validation_loss, axis=1).mean())
    if matters(change, evidence):
        return (
            f"The validation loss of '{name}' rises by {ends(change)} after its minimum, but its training loss does "
            "not "
            f"fall meanwhile ({runs}): the training itself becomes unsteady.",
            "Lower the learning rate, or let it fall during training.",
        )
    if whole_fall(evidence.train_loss).high >= 0:
        return (
            f"The training loss of '{name}' does not fall after the first epoch beyond its bouncing ({runs}): either "
            "it "
            "is stuck, or it had learned all it can by then.",
            "Compare the loss with that of always giving the same answer: if it is no lower, change the learning rate "
            "first (a tenth, then ten times).",
        )
    if change.high > HIDDEN_SHARE * abs(low):
        return (
            f"The validation loss of '{name}' bounces so much that a rise of up to {number(change.high)} above its "
            f"lowest {number(low)} could hide in it ({runs}).",
            "Lower the learning rate, validate on more rows, or train more seeds.",
        )
    best = round(float(best_epochs(evidence.validation_loss).mean()))
    return (
        f"'{name}' levels off: its validation loss is lowest, {number(low)}, about epoch {evidence.epochs[best]} and "
        f"stays within noise of that to the end ({runs}). That is not overfitting; whether a larger network would do "
        "better is not in these curves.",
        "Train a larger network beside it: if that does better, this one underfits; if not, it fits well.",
    )
