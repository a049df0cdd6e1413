"""What the user may set of a study."""

from dataclasses import dataclass

from wellfit.errors import OptionError

# What NumPy and scikit-learn take as a seed.
LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True, kw_only=True)
class Options:
    """Seeds, chance, seconds and gates of one study; checked when made.

    `only` names the gates to run (with those that they need); None runs all. With `all_remedies` not only those are
    tried that the verdict calls for.
    """

    seeds: int = 5
    seed: int = 0
    budget: float = 600.0
    only: tuple[str, ...] | None = None
    all_remedies: bool = False

    def __post_init__(self) -> None:
        if self.seeds < 1:
            raise OptionError(
                f"A study needs at least 1 seed, received {self.seeds} seeds. "
                "Take 5 to tell effects from chance, fewer to look."
            )
        if not 0 <= self.seed <= LARGEST_SEED:
            raise OptionError(f"A seed is a whole number from 0 to {LARGEST_SEED}, received {self.seed}.")
        if not self.budget > 0:
            raise OptionError(f"A budget is a time above 0 seconds, received {self.budget}.")

    @property
    def member_seeds(self) -> list[int]:
        """The seeds of the members: a run of whole numbers that no other `seed` shares."""
        return [self.seed * 1000 + number for number in range(self.seeds)]
