"""Verdict `well_fit`: the network learns, does not turn, and a larger one does no better."""

from wellfit.diagnosis.comparisons import capacity_gain, gain_over_constant, large, rise, turns
from wellfit.diagnosis.evidence import Evidence
from wellfit.diagnosis.ruling import Verdict
from wellfit.diagnosis.wording import number

# A rise that the seeds share is "within noise" only if it is shown to cost less than this share of what was
# learned, that is of the distance from the constant's loss.
NEGLIGIBLE = 0.05


def check(evidence: Evidence, recipe: str) -> Verdict | None:
    """Holds when the loss beats the constant, stays within noise of its minimum, and capacity does not lower it."""
    larger = capacity_gain(evidence)
    if larger is None or larger.better or -larger.low > large(evidence):
        return None
    if not gain_over_constant(evidence).better or not stays(evidence):
        return None
    best, last = float(evidence.selection_best.mean()), float(evidence.selection_last.mean())
    constant, change = float(evidence.constant_rows.mean()), rise(evidence)
    return Verdict(
        kind="well_fit",
        recipe=recipe,
        sentence=f"'{recipe}' fits well: its held-out loss is {number(best)} at its best epoch and {number(last)} at "
        f"its last ({evidence.trained}), against {number(constant)} for always giving the same answer, "
        "and a larger network does not lower it beyond noise.",
        advice="Keep it. What is left to gain lies in the data: more rows, or columns that say more.",
        evidence={
            **evidence.counts,
            "best_held_out_loss": best,
            "last_held_out_loss": last,
            "held_out_rise": change.interval.as_dict(),
            "larger_minus_this": larger.interval.as_dict(),
        },
    )


def stays(evidence: Evidence) -> bool:
    """Whether the held-out loss stays near its minimum to the end.

    For curves that do not turn, it is enough that the noise hides no large rise. Where the seeds
    agree that the curves turn, too few rows may hide it: then the rise must be shown to be small.
    """
    change = rise(evidence)
    if not turns(evidence):
        return change.high < large(evidence)
    return not change.worse and change.high < NEGLIGIBLE * -gain_over_constant(evidence).change
