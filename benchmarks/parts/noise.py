"""What a difference over a few repeated splits says about new data."""

import math
from collections.abc import Sequence
from statistics import fmean, variance

from scipy import stats


def difference(scores: Sequence[float], others: Sequence[float], *, share: float) -> tuple[float, float, float]:
    """Mean of paired differences over repeated splits with a 95 % interval: value, low, high.

    The corrected resampled t-test of Nadeau and Bengio (2003), "Inference for the generalization
    error": variance of the differences times (1/n + share), where `share` is test rows over
    training rows. 1/n alone would take overlapping training sets for independent ones.

    >>> [round(number, 3) for number in difference([0.9, 0.8, 0.85], [0.8, 0.8, 0.8], share=0.2)]
    [0.05, -0.107, 0.207]
    """
    paired = [one - other for one, other in zip(scores, others, strict=True)]
    value = fmean(paired)
    if len(paired) < 2:
        return value, -math.inf, math.inf
    half = float(stats.t.ppf(0.975, len(paired) - 1)) * math.sqrt(variance(paired) * (1 / len(paired) + share))
    return value, value - half, value + half


def accuracy_noise(score: float, other: float, rows: int) -> tuple[float, float, float]:
    """Difference of two accuracies on one set of test rows with a 95 % interval from the rows alone.

    The two are taken for independent, which errs on the wide side: both are usually wrong on the same rows.
    """
    half = 1.96 * math.sqrt((score * (1 - score) + other * (1 - other)) / rows)
    return score - other, score - other - half, score - other + half
