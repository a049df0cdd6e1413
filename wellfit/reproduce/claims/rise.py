"""That one network's validation loss rises further than another's once it has turned."""

from dataclasses import dataclass

from wellfit.diagnosis.intervals import Interval, mean_interval
from wellfit.reproduce.claims.claim import Claim, Judged, sign_of
from wellfit.reproduce.found import Found


@dataclass(frozen=True, kw_only=True)
class RisesMore(Claim):
    """The text says that `variant` overfits worse than `than`: from its lowest to its last epoch it rises further."""

    what: str
    reported: str
    variant: str
    than: str

    def judge(self, found: Found) -> Judged:
        """The difference of the rises, seed by seed."""
        rises = [
            found.at(name, "validation_loss", "last") - found.at(name, "validation_loss", "lowest")
            for name in (self.variant, self.than)
        ]
        difference = mean_interval(rises[0] - rises[1])
        mirrored = Interval(value=-difference.value, low=-difference.high, high=-difference.low)
        agrees, why = sign_of(mirrored)
        return Judged(
            what=self.what, reported=self.reported, found=difference, measure="difference of losses",
            agrees=agrees, why=why,
        )  # fmt: skip
