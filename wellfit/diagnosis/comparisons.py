"""The comparisons that several verdicts rest on."""

import numpy as np

from wellfit.diagnosis.curves import last_values, systematic_rise
from wellfit.diagnosis.effects import Effect, effect
from wellfit.diagnosis.evidence import Evidence
from wellfit.diagnosis.intervals import Interval, mean_interval

HIDDEN_SHARE = 0.25


def gain_over_constant(evidence: Evidence) -> Effect:
    """Held-out loss at the best epoch minus that of the constant prediction: negative when something was learned."""
    constant = np.broadcast_to(evidence.constant_rows, evidence.selection_best.shape)
    return effect(evidence.selection_best, constant, folds=evidence.row_folds)


def training_gap(evidence: Evidence) -> Interval:
    """Training loss at the end minus the constant's, over seeds: negative when the training rows were learned."""
    return mean_interval(last_values(evidence.train_loss) - evidence.constant_train)


def large(evidence: Evidence) -> float:
    """A loss so large that noise which could hide it decides nothing: a quarter of the constant's.

    "Not beyond noise" is also true of any difference under enough noise; beyond this, the verdict is
    that there is none.
    """
    return HIDDEN_SHARE * abs(float(evidence.constant_rows.mean()))


def rise(evidence: Evidence) -> Effect:
    """Held-out loss at the last epoch minus that at the best one."""
    return effect(evidence.selection_last, evidence.selection_best, folds=evidence.row_folds)


def turns(evidence: Evidence) -> bool:
    """Whether the validation curves rise after a minimum that the seeds share, beyond their bouncing.

    With folds, the epoch of the minimum was chosen by other rows than those that judge: the rise of these is no
    luck of the choice, and all of them together tell more than the curves of single folds.
    """
    if evidence.row_folds is not None:
        return rise(evidence).worse
    return systematic_rise(evidence.validation_loss).low > 0


def capacity_gain(evidence: Evidence) -> Effect | None:
    """Held-out loss of the larger network minus that of this one, where a larger one was trained."""
    if evidence.bigger_best is None:
        return None
    if not np.isfinite(evidence.bigger_best).all(axis=1).any():
        return None
    return effect(evidence.bigger_best, evidence.selection_best, folds=evidence.row_folds)
