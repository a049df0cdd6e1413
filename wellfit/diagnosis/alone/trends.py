"""Where the curves go, each with its interval: over the runs where there are several, else over the bouncing."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from wellfit.diagnosis.alone.bounce import Reading, beyond_bounce
from wellfit.diagnosis.alone.evidence import CurveEvidence
from wellfit.diagnosis.alone.readings import Since, above_lowest, above_start, late_change
from wellfit.diagnosis.curves import (
    Curves,
    best_epochs,
    last_epochs,
    last_values,
    late_fall,
    systematic_rise,
    values_at,
)
from wellfit.diagnosis.intervals import CONFIDENCE, Interval, mean_interval

# Under so many epochs a curve says nothing about where it goes.
FEWEST = 5
# A training that diverges leaves no doubt; a curve that wanders slowly should not pass for it.
CERTAIN = 0.99


def rise(validation_loss: Curves, *, confidence: float = CONFIDENCE) -> Interval:
    """How far the validation loss at the end lies above its lowest; negative where it is the lowest."""
    return _over_runs(validation_loss, above_lowest, systematic_rise, confidence)


def fall(losses: Curves, *, confidence: float = CONFIDENCE) -> Interval:
    """How the last quarter of the epochs lies to the quarter before: negative where the loss still falls."""
    return _over_runs(losses, late_change, late_fall, confidence)


def training_fall(evidence: CurveEvidence) -> Interval:
    """Training loss at the end less that at the epoch of the lowest validation loss: negative where it kept falling."""
    best, last = best_epochs(evidence.validation_loss), last_epochs(evidence.validation_loss)

    def over_seeds(training: Curves) -> Interval:
        return mean_interval(last_values(training) - values_at(training, best))

    place = float((best / np.maximum(last, 1)).mean())
    return _over_runs(evidence.train_loss, Since(place), over_seeds)


def whole_fall(losses: Curves) -> Interval:
    """Loss at the end less that of the first epoch: negative where anything was learned after it."""

    def over_seeds(curves: Curves) -> Interval:
        return mean_interval(last_values(curves) - curves[:, 0])

    return _over_runs(losses, above_start, over_seeds)


def ends_above_start(train_loss: Curves, tolerance: float) -> NDArray[np.bool_]:
    """[runs]: whether the training loss ends above its first epoch, by more than a share of it and beyond bouncing."""
    found = [beyond_bounce(curve, above_start, confidence=CERTAIN) for curve in _whole(train_loss)]
    bounds = tolerance * np.abs(train_loss[:, 0])
    return np.array([one.low > 0 and one.value > bound for one, bound in zip(found, bounds, strict=True)], dtype=bool)


def _over_runs(
    curves: Curves,
    reading: Reading,
    over_seeds: Callable[[Curves], Interval],
    confidence: float = CONFIDENCE,
) -> Interval:
    """The interval over seeds; where it includes zero, that of the mean curve's bouncing, if all runs agree with it.

    The interval over two or three seeds is very wide. But their mean curve bounces less than each of them: if it goes
    one way beyond its bouncing, and so does every run by itself, that is no luck, either.
    """
    whole = _whole(curves)
    if len(whole) == 1:
        return beyond_bounce(whole[0], reading, confidence=confidence)
    found = over_seeds(curves)
    if found.excludes(0.0) or len({len(curve) for curve in whole}) > 1:
        return found
    together = beyond_bounce(np.mean(whole, axis=0), reading, confidence=confidence)
    signs = {float(np.sign(beyond_bounce(curve, reading).value)) for curve in whole}
    return together if together.excludes(0.0) and signs == {float(np.sign(together.value))} else found


def _whole(curves: Curves) -> list[NDArray[np.floating]]:
    """Each run's curve up to its last epoch."""
    return [curve[: last + 1] for curve, last in zip(curves, last_epochs(curves), strict=True)]
