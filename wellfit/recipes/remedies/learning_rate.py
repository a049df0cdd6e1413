"""Another learning rate than the one that a network came with."""

from dataclasses import dataclass, replace

from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class LearningRate(Remedy):
    """Steps of another size: where a model learns nothing, or falls and jumps, it is often this alone."""

    rate: float

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.rate > 0:
            raise OptionError(f"A learning rate must be above 0, received {self.rate}.")

    @property
    def name(self) -> str:
        """The family's name."""
        return "learning rate"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the optimizer's learning rate."""
        return replace(recipe, optimizer=replace(recipe.optimizer, learning_rate=self.rate))
