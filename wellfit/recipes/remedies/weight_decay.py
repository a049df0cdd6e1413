"""Weights that shrink a little in every step, whatever the gradient."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class WeightDecay(Remedy):
    """Shrink every weight by `learning_rate * decay` of itself in each step, apart from the gradient.

    Loshchilov and Hutter (2019), "Decoupled weight decay regularization": AdamW.
    """

    decay: float

    @property
    def name(self) -> str:
        """The family's name."""
        return "weight decay"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the optimizer's weight decay."""
        return replace(recipe, optimizer=replace(recipe.optimizer, weight_decay=self.decay))
