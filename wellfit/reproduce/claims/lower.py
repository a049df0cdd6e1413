"""That one network's best validation loss is below another's."""

from dataclasses import dataclass

import numpy as np

from wellfit.diagnosis.effects import effect
from wellfit.diagnosis.intervals import Interval, mean_interval
from wellfit.reproduce.claims.claim import Claim, Judged, sign_of
from wellfit.reproduce.found import Found


@dataclass(frozen=True, kw_only=True)
class Lower(Claim):
    """The text says that `variant` reaches a lower validation loss than `than`.

    Of prediction losses, paired over the same seeds and rows; with `penalised`, of losses with the penalty inside, as
    Keras shows them, whose rows are not known apart: the interval is then over seeds alone.
    """

    what: str
    reported: str
    variant: str
    than: str
    penalised: bool = False

    def judge(self, found: Found) -> Judged:
        """The difference, and on which side of zero it lies."""
        difference, p = (self._penalised(found), None) if self.penalised else self._plain(found)
        agrees, why = sign_of(difference)
        return Judged(
            what=self.what, reported=self.reported, found=difference, measure="difference of losses",
            agrees=agrees, why=why, p=p,
        )  # fmt: skip

    def _plain(self, found: Found) -> tuple[Interval, float | None]:
        one, other = found.rows[self.variant], found.rows[self.than]
        if not (np.isfinite(one).all(axis=1) & np.isfinite(other).all(axis=1)).any():
            return Interval(value=np.nan, low=-np.inf, high=np.inf), None
        between = effect(one, other)
        return between.interval, between.p

    def _penalised(self, found: Found) -> Interval:
        column = "validation_loss_with_penalty"
        lowest = [found.at(name, column, "lowest") for name in (self.variant, self.than)]
        return mean_interval(lowest[0] - lowest[1])
