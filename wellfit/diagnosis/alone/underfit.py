"""Verdict `underfit` from curves alone: the validation loss still falls at the last epoch."""

from wellfit.diagnosis.alone.evidence import CurveEvidence
from wellfit.diagnosis.alone.trends import fall
from wellfit.diagnosis.alone.words import caveats, more_seeds
from wellfit.diagnosis.curves import best_epochs, last_epochs, last_values
from wellfit.diagnosis.ruling import Verdict
from wellfit.diagnosis.underfit import WORTHWHILE
from wellfit.diagnosis.wording import ends, number


def check(evidence: CurveEvidence, name: str) -> Verdict | None:
    """Holds when the fall over the last quarter is beyond noise and worth the epochs, and the lowest epoch is late."""
    found = fall(evidence.validation_loss)
    level = abs(float(last_values(evidence.validation_loss).mean()))
    late = best_epochs(evidence.validation_loss) >= 0.75 * last_epochs(evidence.validation_loss)
    if found.high >= 0 or -found.value <= WORTHWHILE * level or late.mean() <= 0.5:
        return None
    last = number(float(last_values(evidence.validation_loss).mean()))
    return Verdict(
        kind="underfit",
        recipe=name,
        sentence=f"'{name}' underfits: its validation loss still falls at the last epoch, where it is {last} (change "
        f"over the last quarter {ends(found)}, {evidence.trained}).{caveats(evidence)}",
        advice="Train for more epochs, twice as many to begin with, or with a larger learning rate."
        + more_seeds(evidence),
        evidence={**evidence.counts, "last_quarter_change": found.as_dict()},
    )
