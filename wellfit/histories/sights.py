"""What the curves of a run that goes on show at this moment, in one line."""

from dataclasses import dataclass

from wellfit.diagnosis.alone.evidence import CurveEvidence
from wellfit.diagnosis.alone.overfit import matters
from wellfit.diagnosis.alone.trends import FEWEST, ends_above_start, fall, rise, training_fall, whole_fall
from wellfit.diagnosis.curves import best_epochs
from wellfit.diagnosis.diverged import TOLERANCE
from wellfit.diagnosis.wording import ends, number

# A run is judged after every epoch, and each time it could be wrong: with this confidence at each look, curves of a
# hundred epochs that only bounce are stopped in less than 1 of 20 runs (tests/histories/test_watched.py). Of 150
# simulated plateaus 0, 3 and 29 were stopped where the noise of neighbouring epochs correlates by 0, 0.5 and 0.7.
CONFIDENCE = 0.998

# So recent a lowest epoch is as good as the last: the curve is on its way down, or it will not stay there.
RECENT = 2
# The training loss gets so many epochs to fall before it is called flat.
PATIENT = 10

# What is said as soon as it is seen.
NOW = ("overfits", "patience", "diverged", "lost", "blind")


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What is seen, in one line; `ends` where going on is of no use."""

    kind: str
    line: str
    ends: bool = False


def look(evidence: CurveEvidence, *, since_best: int, patience: int | None) -> Sight | None:
    """What one run's curves show; None while it is too early, or where nothing is worth a line."""
    best = int(best_epochs(evidence.validation_loss)[0])
    low, at = number(float(evidence.validation_loss[0, best])), int(evidence.epochs[best])
    now = int(evidence.epochs[-1])
    long = len(evidence.epochs) >= FEWEST
    if long and since_best and _overfits(evidence):
        found = rise(evidence.validation_loss, confidence=CONFIDENCE)
        return Sight(
            kind="overfits",
            line=f"Epoch {now}: it overfits since epoch {at}. The validation loss has risen from {low} by "
            f"{ends(found)}, beyond its bouncing, while the training loss fell.",
            ends=True,
        )
    if patience is not None and since_best >= patience:
        return Sight(
            kind="patience",
            line=f"Epoch {now}: no lower validation loss than {low} for {since_best} epochs, which is the patience.",
            ends=True,
        )
    return _going_on(evidence, low, at, now, since_best) if long else None


def _overfits(evidence: CurveEvidence) -> bool:
    found = rise(evidence.validation_loss, confidence=CONFIDENCE)
    return matters(found, evidence) and training_fall(evidence).high < 0


def _going_on(evidence: CurveEvidence, low: str, at: int, now: int, since_best: int) -> Sight | None:
    if bool(ends_above_start(evidence.train_loss, TOLERANCE)[0]):
        line = "the training loss is above that of the first epoch: lower the learning rate."
        return Sight(kind="worsens", line=f"Epoch {now}: {line}")
    if len(evidence.epochs) >= PATIENT and whole_fall(evidence.train_loss).high >= 0:
        line = "the training loss does not fall beyond its bouncing. Try another learning rate, a tenth first."
        return Sight(kind="flat", line=f"Epoch {now}: {line}")
    if since_best < RECENT or fall(evidence.validation_loss).high < 0:
        return Sight(kind="falls", line=f"Epoch {now}: it learns, the validation loss still falls ({low} so far).")
    if matters(rise(evidence.validation_loss), evidence):
        line = f"the validation loss seems to rise, it was lowest at epoch {at} ({low}). Not certain yet."
        return Sight(kind="turns", line=f"Epoch {now}: {line}")
    line = f"the validation loss no longer falls, it was lowest at epoch {at} ({low}). Whether it rises is not certain."
    return Sight(kind="level", line=f"Epoch {now}: {line}")
