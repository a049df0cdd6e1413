"""From curves to a verdict: the checks, in the order in which they are tried."""

from collections.abc import Callable

from wellfit.diagnosis.alone import against_constant, diverged, overfit, underfit, undetermined
from wellfit.diagnosis.alone.evidence import CurveEvidence
from wellfit.diagnosis.ruling import Verdict

ORDER: tuple[Callable[[CurveEvidence, str], Verdict | None], ...] = (
    undetermined.too_few_epochs,
    against_constant.check,
    overfit.check,
    underfit.check,
)


def judge_curves(evidence: CurveEvidence, *, name: str = "network") -> Verdict:
    """The verdict that curves alone allow: diverged, overfit, underfit or undetermined; with a constant more.

    The order is that of `judge`. `stuck` and `no_signal` need the loss of a constant prediction, and `well_fit` a
    larger network beside this one: a history has neither, and `undetermined` says what it shows instead.

    >>> import numpy as np
    >>> at = np.arange(20.0)
    >>> curves = {"train_loss": 0.7 * np.exp(-at / 5), "validation_loss": 0.3 + 0.4 * np.exp(-at / 2) + 0.01 * at}
    >>> found = judge_curves(CurveEvidence(**{name: curve[None] for name, curve in curves.items()},
    ...                                    epochs=np.arange(1, 21), failed=np.array([False])))
    >>> found.kind, found.onset.value
    ('overfit', 7.0)
    """
    found = diverged.check(evidence, name)
    if found is not None:
        return found
    finite = evidence.without_failed()
    for check in ORDER:
        found = check(finite, name)
        if found is not None:
            return found
    return undetermined.rule(finite, name)
