"""Whether two ways of training reach the same losses, within what the seeds make of them."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, variance
from typing import Any

from scipy import stats

# Of thirty comparisons that differ by luck alone, less than one fails in three rounds.
LEVEL = 0.99


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Losses of one network over seeds, ours and the loop's, and the interval of ours - the loop's.

    `agree` is None where a side has a single seed: then nothing is known of the noise.
    """

    ours: Sequence[float]
    loop: Sequence[float]
    difference: float
    low: float
    high: float
    agree: bool | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values; None stands for what is not finite, which JSON has no word for."""
        sides = {name: [_plain(loss) for loss in losses] for name, losses in (("ours", self.ours), ("loop", self.loop))}
        bounds = {name: _plain(value) for name, value in asdict(self).items() if name in ("difference", "low", "high")}
        return {**sides, **bounds, "agree": self.agree}


def compare(ours: Sequence[float], loop: Sequence[float]) -> Agreement:
    """Student's interval for the difference of two means; each side has seeds of its own.

    The two train alike, so one variance serves both: Welch's interval would be useless with three seeds a side.

    Losses that are not finite on both sides agree: both diverged.

    >>> compare([1.0, 2.0, 3.0], [2.0, 3.0, 2.5]).agree
    True
    >>> compare([1.0, 1.1, 1.05], [2.0, 2.1, 2.05]).agree
    False
    """
    finite = [[loss for loss in side if math.isfinite(loss)] for side in (ours, loop)]
    if not all(finite):
        return _agreement(ours, loop, (math.nan, math.nan, math.nan), not any(finite))
    difference = fmean(finite[0]) - fmean(finite[1])
    if min(map(len, finite)) < 2:
        return _agreement(ours, loop, (difference, -math.inf, math.inf), None)
    half = _half(*finite)
    return _agreement(ours, loop, (difference, difference - half, difference + half), abs(difference) <= half)


def _half(one: Sequence[float], other: Sequence[float]) -> float:
    """Half the interval's length: t * sqrt(pooled variance * (1/n + 1/m))."""
    freedom = len(one) + len(other) - 2
    pooled = ((len(one) - 1) * variance(one) + (len(other) - 1) * variance(other)) / freedom
    return float(stats.t.ppf((1 + LEVEL) / 2, freedom)) * math.sqrt(pooled * (1 / len(one) + 1 / len(other)))


def _plain(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _agreement(
    ours: Sequence[float], loop: Sequence[float], interval: tuple[float, float, float], agree: bool | None
) -> Agreement:
    difference, low, high = interval
    return Agreement(ours=list(ours), loop=list(loop), difference=difference, low=low, high=high, agree=agree)
