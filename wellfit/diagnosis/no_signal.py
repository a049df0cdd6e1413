"""Verdict `no_signal`: what is learned on the training rows says nothing about others."""

from wellfit.diagnosis.comparisons import gain_over_constant, large, training_gap
from wellfit.diagnosis.curves import last_epochs, last_values
from wellfit.diagnosis.effects import Effect
from wellfit.diagnosis.evidence import Evidence
from wellfit.diagnosis.ruling import Verdict
from wellfit.diagnosis.wording import ends, number

# A network that normalizes its batches may take so many epochs before its answers to new rows settle.
FEWEST_EPOCHS = 8


def check(evidence: Evidence, recipe: str) -> Verdict | None:
    """Holds when the held-out loss at the best epoch is not below the constant's beyond noise.

    Not when the training rows are not learned either and nobody knows whether they could be, not
    when the noise would hide a large gain, and not of so few epochs that what is learned had no time to show.
    """
    gain = gain_over_constant(evidence)
    if gain.better or hides_a_gain(gain, evidence):
        return None
    by_heart = training_gap(evidence).high < 0
    if by_heart and too_short(evidence):
        return None
    if not by_heart and evidence.input_can_be_fitted is not False:
        return None
    constant, best = float(evidence.constant_rows.mean()), float(evidence.selection_best.mean())
    train = float(last_values(evidence.train_loss).mean())
    return Verdict(
        kind="no_signal",
        recipe=recipe,
        sentence=f"'{recipe}' learns nothing that holds for new rows: at its best epoch its held-out loss is "
        f"{number(best)}, against {number(constant)} for always giving the same answer (95 % interval of "
        f"the difference: {ends(gain.interval)}, {evidence.trained}). "
        + (
            f"Its training loss does fall, to {number(train)}: what it learns there holds for those rows alone."
            if by_heart
            else f"Nor do the training rows teach it anything: their loss ends at {number(train)}."
        ),
        advice="Check that the target is the right column and belongs to the right rows. "
        "If it does, these columns may hold nothing about it: more or other columns are needed, not another network.",
        evidence={
            **evidence.counts,
            "held_out_minus_constant": gain.interval.as_dict(),
            "constant_loss": constant,
            "held_out_loss": best,
            "training_loss": train,
        },
    )


def too_short(evidence: Evidence) -> bool:
    """Whether no seed trained for more than a few epochs."""
    return int(last_epochs(evidence.train_loss).max()) + 1 < FEWEST_EPOCHS


def hides_a_gain(gain: Effect, evidence: Evidence) -> bool:
    """Whether the interval reaches from no gain at all to a large one."""
    return -gain.low > large(evidence)
