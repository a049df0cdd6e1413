"""Verdict `underfit`: the network learns, but a larger one or a longer training would learn more."""

from wellfit.diagnosis.comparisons import capacity_gain, gain_over_constant, turns
from wellfit.diagnosis.curves import Curves, best_epochs, last_epochs, last_values, late_fall
from wellfit.diagnosis.evidence import Evidence
from wellfit.diagnosis.ruling import Verdict
from wellfit.diagnosis.wording import ends, number

# A fall of less than this share of the loss over the last quarter of the epochs is not worth more epochs.
WORTHWHILE = 0.01


def check(evidence: Evidence, recipe: str) -> Verdict | None:
    """Holds when the loss beats the constant, does not turn, and capacity or epochs lower it beyond noise."""
    gain = gain_over_constant(evidence)
    if not gain.better or turns(evidence):
        return None
    best = float(evidence.selection_best.mean())
    numbers = {**evidence.counts, "held_out_loss": best, "held_out_minus_constant": gain.interval.as_dict()}
    larger = capacity_gain(evidence)
    if larger is not None and larger.better:
        return Verdict(
            kind="underfit",
            recipe=recipe,
            sentence=f"'{recipe}' underfits: it learns (held-out loss {number(best)}), but a larger network lowers "
            f"this loss by {number(-larger.high)} to {number(-larger.low)} ({evidence.trained}).",
            advice="Train for more epochs first, since the validation loss still falls; then use a larger network."
            if still_falls(evidence.validation_loss)
            else "Use a larger network: more units first, then one more layer.",
            evidence={**numbers, "larger_minus_this": larger.interval.as_dict()},
        )
    if still_falls(evidence.validation_loss):
        fall = late_fall(evidence.validation_loss)
        return Verdict(
            kind="underfit",
            recipe=recipe,
            sentence=f"'{recipe}' underfits: it learns (held-out loss {number(best)}), but its validation loss still "
            f"falls at the last epoch (change over the last quarter {ends(fall)}, {evidence.trained}).",
            advice="Train for more epochs, twice as many to begin with, or with a larger learning rate.",
            evidence={**numbers, "last_quarter_change": fall.as_dict()},
        )
    return None


def still_falls(validation_loss: Curves) -> bool:
    """Whether the curves end on their way down: the fall is beyond noise, worth the epochs, and the best epochs late.

    >>> import numpy as np
    >>> still_falls(np.array([[0.5, 0.4, 0.3, 0.2], [0.6, 0.5, 0.4, 0.3]]))
    True
    """
    fall = late_fall(validation_loss)
    level = abs(float(last_values(validation_loss).mean()))
    late = best_epochs(validation_loss) >= 0.75 * last_epochs(validation_loss)
    return bool(fall.high < 0 and -fall.value > WORTHWHILE * level and late.mean() > 0.5)
