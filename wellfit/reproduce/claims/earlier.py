"""That one network begins to overfit before another."""

from dataclasses import dataclass

from wellfit.diagnosis.intervals import mean_interval
from wellfit.reproduce.claims.claim import Claim, Judged, sign_of
from wellfit.reproduce.found import Found


@dataclass(frozen=True, kw_only=True)
class Earlier(Claim):
    """The text says that the validation loss of `variant` is lowest at an earlier epoch than that of `than`."""

    what: str
    reported: str
    variant: str
    than: str

    def judge(self, found: Found) -> Judged:
        """The difference of the epochs, seed by seed."""
        epochs = [found.at(name, "epoch", "best") for name in (self.variant, self.than)]
        difference = mean_interval(epochs[0] - epochs[1])
        agrees, why = sign_of(difference)
        return Judged(
            what=self.what, reported=self.reported, found=difference, measure="difference of epochs",
            agrees=agrees, why=why,
        )  # fmt: skip
