"""What the user may set of a reproduction."""

from dataclasses import dataclass
from pathlib import Path

from wellfit.errors import OptionError

SEEDS = 5
# What NumPy takes as a seed, once it is spread over the seeds of the members.
LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True, kw_only=True)
class Options:
    """Where the rows are and the results go, how often each network is trained, and for how long.

    Without `epochs` it is as long as in the text. `backbone` is a pretrained network, in place of the text's, by its
    name in `keras.applications` or as a `.keras` file, and `weights` the file with its weights, or with those of
    the text's; for the experiment that uses one.
    """

    data: Path | None = None
    out: Path | None = None
    seeds: int = SEEDS
    seed: int = 0
    epochs: int | None = None
    backbone: str | None = None
    weights: Path | None = None

    def __post_init__(self) -> None:
        if self.seeds < 1:
            raise OptionError(f"An experiment needs at least 1 seed, received --seeds {self.seeds}. Take 5.")
        if not 0 <= self.seed <= LARGEST_SEED:
            raise OptionError(f"A seed is a whole number from 0 to {LARGEST_SEED}, received --seed {self.seed}.")
        if self.epochs is not None and self.epochs < 1:
            raise OptionError(
                f"Training needs at least 1 epoch, received --epochs {self.epochs}. Leave it out for those of the text."
            )

    @property
    def member_seeds(self) -> list[int]:
        """The seeds of the members: a run of whole numbers that no other `seed` shares."""
        return [self.seed * 1000 + number for number in range(self.seeds)]
