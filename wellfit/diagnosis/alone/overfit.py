"""Verdict `overfit` from curves alone: the validation loss rises after its minimum, the training loss keeps falling."""

import numpy as np

from wellfit.diagnosis.alone.evidence import CurveEvidence
from wellfit.diagnosis.alone.trends import rise, training_fall
from wellfit.diagnosis.alone.turning import turning_epoch
from wellfit.diagnosis.alone.words import caveats, more_seeds
from wellfit.diagnosis.curves import best_epochs, last_values, values_at
from wellfit.diagnosis.intervals import Interval
from wellfit.diagnosis.ruling import Verdict, whole
from wellfit.diagnosis.underfit import WORTHWHILE
from wellfit.diagnosis.wording import ends, epoch_range, number


def check(evidence: CurveEvidence, name: str) -> Verdict | None:
    """Holds when the validation loss rises and the training loss falls after the lowest epoch, both beyond noise."""
    found = rise(evidence.validation_loss)
    if not matters(found, evidence) or training_fall(evidence).high >= 0:
        return None
    since = turning_epoch(evidence)
    return Verdict(
        kind="overfit",
        recipe=name,
        onset=since,
        sentence=_sentence(evidence, found, since, name),
        advice=f"Stop at epoch {since.value:.0f}, or keep the weights of that epoch (wellfit.Watch() does both). Then "
        f"try one remedy at a time: dropout, L2, a smaller network; more rows help most.{more_seeds(evidence)}",
        evidence={
            **evidence.counts,
            "onset_epoch": whole(since),
            "validation_rise": found.as_dict(),
            "training_fall": training_fall(evidence).as_dict(),
        },
    )


def matters(found: Interval, evidence: CurveEvidence) -> bool:
    """Whether the rise is beyond noise, and worth more than a hundredth of the loss."""
    lowest = np.nanmin(evidence.validation_loss, axis=1)
    return bool(found.low > 0 and found.value > WORTHWHILE * abs(float(lowest.mean())))


def _sentence(evidence: CurveEvidence, found: Interval, since: Interval, name: str) -> str:
    best = best_epochs(evidence.validation_loss)
    before, after = (
        float(one.mean()) for one in (values_at(evidence.train_loss, best), last_values(evidence.train_loss))
    )
    low = float(values_at(evidence.validation_loss, best).mean())
    first = (
        " It was lowest in the first epoch of all, as it is where there is no signal: look at what a constant "
        "prediction reaches."
        if since.value == evidence.epochs[0] and evidence.constant is None
        else ""
    )
    return (
        f"'{name}' overfits after epoch {since.value:.0f} ({epoch_range(since)}, from {evidence.trained}): its "
        f"validation loss rises from {number(low)} by {number(found.value)} (95 % interval: {ends(found)}), while its "
        f"training loss falls from {number(before)} to {number(after)}.{first}{caveats(evidence)}"
    )
