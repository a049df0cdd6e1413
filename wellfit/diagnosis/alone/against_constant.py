"""Verdicts `stuck` and `no_signal`: they compare with the loss of a constant prediction, where it is known."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from wellfit.diagnosis.alone.bounce import beyond_bounce
from wellfit.diagnosis.alone.evidence import CurveEvidence
from wellfit.diagnosis.alone.readings import levels
from wellfit.diagnosis.alone.words import caveats
from wellfit.diagnosis.curves import Curves, last_epochs
from wellfit.diagnosis.intervals import Interval, mean_interval
from wellfit.diagnosis.ruling import Verdict
from wellfit.diagnosis.wording import ends, number

Pick = Callable[[Curves], NDArray[np.floating]]


def check(evidence: CurveEvidence, name: str) -> Verdict | None:
    """Holds when the loss of a constant prediction is known, and the network does not get below it beyond noise."""
    if evidence.constant is None:
        return None
    training = end_level(evidence.train_loss, evidence.constant)
    if training.low > 0:
        return _stuck(evidence, evidence.constant, training, name)
    held_out = lowest_level(evidence.validation_loss, evidence.constant)
    if held_out.high < 0 or training.high >= 0:
        return None
    return _no_signal(evidence, evidence.constant, held_out, name)


def end_level(curves: Curves, constant: float) -> Interval:
    """The level at the end of the curves less a loss."""
    return _less(curves, constant, lambda found: found[:, -1])


def lowest_level(curves: Curves, constant: float) -> Interval:
    """The lowest level of the curves less a loss."""
    return _less(curves, constant, lambda found: found.min(axis=1))


def _less(curves: Curves, constant: float, pick: Pick) -> Interval:
    def reading(some: Curves) -> Curves:
        return pick(levels(some))

    whole = [curve[: last + 1] for curve, last in zip(curves, last_epochs(curves), strict=True)]
    if len(whole) > 1:
        return mean_interval([float(reading(curve[None])[0]) - constant for curve in whole])
    return beyond_bounce(whole[0] - constant, reading)


def _stuck(evidence: CurveEvidence, constant: float, training: Interval, name: str) -> Verdict:
    loss = constant + training.value
    return Verdict(
        kind="stuck",
        recipe=name,
        sentence=f"'{name}' is stuck: over {evidence.trained} its training loss ends at {number(loss)}, not below the "
        f"{number(constant)} of always giving the same answer.{caveats(evidence)}",
        advice="Change the learning rate first: a tenth of it, then ten times it. "
        "Then look at the start: the initial weights, the scale of the inputs, the last activation.",
        evidence={**evidence.counts, "constant_loss": constant, "training_minus_constant": training.as_dict()},
    )


def _no_signal(evidence: CurveEvidence, constant: float, held_out: Interval, name: str) -> Verdict:
    return Verdict(
        kind="no_signal",
        recipe=name,
        sentence=f"'{name}' learns nothing that holds for new rows: at its lowest its validation loss is "
        f"{number(constant + held_out.value)}, against {number(constant)} for always giving the same answer (95 % "
        f"interval of the difference: {ends(held_out)}, {evidence.trained}), while its training loss does fall below "
        f"it.{caveats(evidence)}",
        advice="Check that the target is the right column and belongs to the right rows. "
        "If it does, these columns may hold nothing about it: more or other columns are needed, not another network.",
        evidence={**evidence.counts, "constant_loss": constant, "held_out_minus_constant": held_out.as_dict()},
    )
