"""What curves alone cannot tell, said after every verdict that rests on them."""

from wellfit.diagnosis.alone.evidence import CurveEvidence

ONE_RUN = (
    "One run says what happened in it, not what another seed would do: the interval comes from how much the curve "
    "bounces from epoch to epoch."
)
NO_CONSTANT = (
    "Whether it beats a constant prediction is not in the curves (pass that loss as constant to have it judged)."
)
MORE_SEEDS = "Train it with at least 3 seeds to know more: one history each."


def caveats(evidence: CurveEvidence) -> str:
    """The sentences that belong after a verdict, with a space before them.

    >>> import numpy as np
    >>> known = CurveEvidence(train_loss=np.ones((2, 1)), validation_loss=np.ones((2, 1)), epochs=np.array([1]),
    ...                       failed=np.zeros(2, bool), constant=0.7)
    >>> caveats(known)
    ''
    """
    said = [ONE_RUN] * (evidence.runs == 1) + [NO_CONSTANT] * (evidence.constant is None)
    return "".join(f" {sentence}" for sentence in said)


def more_seeds(evidence: CurveEvidence) -> str:
    """What else to do where there is one run, with a space before it."""
    return f" {MORE_SEEDS}" if evidence.runs == 1 else ""
