"""More rows in a batch."""

from dataclasses import dataclass, replace

from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class LargerBatch(Remedy):
    """Take `factor` times as many rows into a batch: gradients with less noise, and fewer steps an epoch.

    Smith et al. (2018), "Don't decay the learning rate, increase the batch size".
    """

    factor: int = 4

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.factor < 2 or self.factor != int(self.factor):
            raise OptionError(f"A larger batch has a whole factor from 2 on, received {self.factor}.")

    @property
    def name(self) -> str:
        """The family's name."""
        return "larger batch"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the batch size."""
        return replace(recipe, batch_size=recipe.batch_size * self.factor)
