"""Whether a validation loss turns, or stalls."""

from dataclasses import dataclass

import numpy as np

from wellfit.diagnosis.curves import systematic_rise
from wellfit.diagnosis.intervals import Interval
from wellfit.reproduce.claims.claim import ONE_SEED, Answer, Claim, Judged
from wellfit.reproduce.found import Found

# A rise by so much of the lowest loss is one that a reader of a figure sees.
VISIBLE = 0.05


@dataclass(frozen=True, kw_only=True)
class Turns(Claim):
    """The text says that the validation loss visibly rises after its minimum, or that it does not.

    The rise is that of `systematic_rise`, as a share of the lowest loss: each seed's last value over its value at
    the epoch that the other seeds choose, so that bouncing counts for nothing.
    """

    what: str
    reported: str
    variant: str
    expected: bool

    def judge(self, found: Found) -> Judged:
        """The rise as a share, against the share that is visible."""
        rise = self._rise(found)
        rises, stalls = rise.low > VISIBLE, rise.high < VISIBLE
        agrees: Answer = "yes" if (rises if self.expected else stalls) else "undecided"
        if stalls if self.expected else rises:
            agrees = "no"
        known = np.isfinite(rise.low)
        why = f"a rise by {VISIBLE:.0%} of the lowest loss counts as visible" if known else ONE_SEED
        return Judged(
            what=self.what, reported=self.reported, found=rise, measure="share of the lowest loss",
            agrees=agrees, why=why,
        )  # fmt: skip

    def _rise(self, found: Found) -> Interval:
        losses = found.measure(self.variant, "validation_loss")
        losses = losses[np.isfinite(losses).all(axis=1)]
        if len(losses) < 2:
            return Interval(value=np.nan, low=-np.inf, high=np.inf)
        rise, lowest = systematic_rise(losses), float(losses.min(axis=1).mean())
        return Interval(value=rise.value / lowest, low=rise.low / lowest, high=rise.high / lowest)
