"""Fewer or more units."""

from dataclasses import dataclass, replace

from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class Smaller(Remedy):
    """Hidden layers `factor` (below 1) times as wide: less room to learn rows by heart."""

    factor: float = 0.25

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.factor < 1:
            raise OptionError(f"A smaller network has a factor between 0 and 1, received {self.factor}.")

    @property
    def name(self) -> str:
        """The family's name."""
        return "smaller"

    def change(self, recipe: Recipe) -> Recipe:
        """Scale the hidden layers down."""
        return replace(recipe, network=recipe.network.scaled(self.factor))


@dataclass(frozen=True, kw_only=True)
class Larger(Remedy):
    """Hidden layers `factor` (above 1) times as wide: more room for what the data holds."""

    factor: float = 4.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.factor > 1:
            raise OptionError(f"A larger network has a factor above 1, received {self.factor}.")

    @property
    def name(self) -> str:
        """The family's name."""
        return "larger"

    def change(self, recipe: Recipe) -> Recipe:
        """Scale the hidden layers up."""
        return replace(recipe, network=recipe.network.scaled(self.factor))
