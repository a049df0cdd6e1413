"""The epoch after which the validation loss rises, with its interval."""

import numpy as np
from numpy.typing import NDArray

from wellfit.diagnosis.alone.bounce import noise
from wellfit.diagnosis.alone.evidence import CurveEvidence
from wellfit.diagnosis.alone.scatter import condensed, scatter
from wellfit.diagnosis.intervals import CONFIDENCE, Interval
from wellfit.diagnosis.onset import onset

DRAWS = 500


def turning_epoch(evidence: CurveEvidence) -> Interval:
    """The number of the epoch of the lowest validation loss; over seeds as `onset`, else from the curve's bouncing.

    For one run its course is taken to be the least-squares curve that falls to the minimum and rises after
    it (Barlow et al. 1972, "Statistical inference under order restrictions"), bouncing is added to it again and
    again, and the interval holds 95 % of the epochs at which these curves are lowest (the parametric bootstrap of Efron
    1979).
    """
    if evidence.runs > 1:
        found = onset(evidence.validation_loss)
        ends = (int(found.value) - 1, int(found.low) - 1, int(found.high) - 1)
    else:
        curve = evidence.validation_loss[0]
        ends = _of_one(curve[np.isfinite(curve)])
    value, low, high = (float(evidence.epochs[end]) for end in ends)
    return Interval(value=value, low=low, high=high)


def _of_one(curve: NDArray[np.floating]) -> tuple[int, int, int]:
    """Index of the lowest epoch, and the ends of its interval."""
    best, short = int(curve.argmin()), condensed(curve)
    block = len(curve) // len(short)
    course = valley(short)
    drawn = (course + noise(float(scatter(short[None])[0]), DRAWS, len(short))).argmin(axis=1)
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], method="nearest")
    skipped = len(curve) % block
    return best, min(best, skipped + int(low) * block), max(best, skipped + (int(high) + 1) * block - 1)


def valley(curve: NDArray[np.floating]) -> NDArray[np.floating]:
    """The least-squares curve that falls to the lowest epoch of the lowest level and rises after it.

    >>> valley(np.array([3.0, 1.0, 2.0, 0.0, 1.0, 5.0, 4.0])).tolist()
    [3.0, 1.5, 1.5, 0.5, 1.0, 4.5, 4.5]
    """
    start = int(np.convolve(curve, np.ones(3), mode="valid").argmin())
    middle = start + int(curve[start : start + 3].argmin())
    down, up = -_rising(-curve[: middle + 1]), _rising(curve[middle:])
    # The lowest epoch is partly lowest by luck: as deep as it and the lower of its neighbours together.
    floor = np.sort(curve[max(0, middle - 1) : middle + 2])[:2].mean()
    return np.maximum(np.concatenate([down, up[1:]]), floor)


def _rising(curve: NDArray[np.floating]) -> NDArray[np.floating]:
    """The closest curve that never falls: max over a ≤ i of min over b ≥ i of the mean from a to b."""
    sums = np.concatenate([[0.0], np.cumsum(curve)])
    first, last = np.triu_indices(len(curve))
    means = np.full((len(curve), len(curve)), np.inf)
    means[first, last] = (sums[last + 1] - sums[first]) / (last + 1 - first)
    least = np.minimum.accumulate(means[:, ::-1], axis=1)[:, ::-1]
    least[np.tril_indices(len(curve), -1)] = -np.inf
    return least.max(axis=0)
