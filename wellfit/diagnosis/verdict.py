"""From evidence to a verdict: the checks, in the order in which they are tried."""

from collections.abc import Callable

from wellfit.diagnosis import diverged, no_signal, overfit, stuck, underfit, undetermined, well_fit
from wellfit.diagnosis.evidence import Evidence
from wellfit.diagnosis.ruling import Verdict

__all__ = ["ORDER", "Evidence", "Verdict", "judge"]

# Whether training works at all comes before what it learned, and that before how it ends: each check
# may take for granted that those before it did not hold.
ORDER: tuple[Callable[[Evidence, str], Verdict | None], ...] = (
    undetermined.too_few_seeds,
    stuck.check,
    no_signal.check,
    overfit.check,
    underfit.check,
    well_fit.check,
)


def judge(evidence: Evidence, *, recipe: str = "network") -> Verdict:
    """The verdict on one recipe: diverged, stuck, no_signal, overfit, underfit, well_fit or undetermined.

    The first check that holds decides. Divergence is judged on all seeds, everything else on those
    that stayed finite. `recipe` is the name that the sentence uses.

    >>> import numpy as np
    >>> losses, rows = np.full((3, 4), np.nan), np.full((3, 2), np.nan)
    >>> failed = np.array([True, True, True])
    >>> judge(Evidence(train_loss=losses, validation_loss=losses, selection_best=rows, selection_last=rows,
    ...                constant_rows=np.ones(2), constant_train=1.0, failed=failed)).kind
    'diverged'
    """
    found = diverged.check(evidence, recipe)
    if found is not None:
        return found
    finite = evidence.without_failed()
    for check in ORDER:
        found = check(finite, recipe)
        if found is not None:
            return found
    return undetermined.rule(finite, recipe)
