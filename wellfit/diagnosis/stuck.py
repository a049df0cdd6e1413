"""Verdict `stuck`: the network does not learn even its training rows, though they can be learned."""

from wellfit.diagnosis.comparisons import training_gap
from wellfit.diagnosis.curves import last_values
from wellfit.diagnosis.evidence import Evidence
from wellfit.diagnosis.ruling import Verdict
from wellfit.diagnosis.wording import number

# A mean training loss so far below the constant's, in its own shares, is learning, however few the seeds.
HIDDEN_SHARE = 0.25


def check(evidence: Evidence, recipe: str) -> Verdict | None:
    """Holds when the training loss is not below the constant's beyond noise, although the input can be fitted.

    Where nothing else was tried, ending *above* the constant beyond noise suffices: a last layer
    with a bias can always give the constant, so it is the training that fails, not the data. Not
    when the mean is far below the constant and only too few seeds make it look like noise.
    """
    gap = training_gap(evidence)
    if gap.high < 0 or gap.value < -HIDDEN_SHARE * abs(evidence.constant_train):
        return None
    if evidence.input_can_be_fitted is False or (evidence.input_can_be_fitted is None and gap.low <= 0):
        return None
    loss = float(last_values(evidence.train_loss).mean())
    return Verdict(
        kind="stuck",
        recipe=recipe,
        sentence=f"'{recipe}' is stuck: over {evidence.trained} its training loss ends at "
        f"{number(loss)}, not below the {number(evidence.constant_train)} of always giving the same answer"
        + (", although the same rows can be learned." if evidence.input_can_be_fitted else "."),
        advice="Change the learning rate first: a tenth of it, then ten times it. "
        "Then look at the start: the initial weights, the scale of the inputs, the last activation.",
        evidence={
            **evidence.counts,
            "training_loss": loss,
            "constant_loss": evidence.constant_train,
            "training_minus_constant": gap.as_dict(),
        },
    )
