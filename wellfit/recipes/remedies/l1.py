"""A penalty on the absolute size of weights."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class L1(Remedy):
    """Add `strength * sum|w|` of the hidden kernels to what training minimises: many weights become zero.

    Tibshirani (1996), "Regression shrinkage and selection via the lasso".
    """

    strength: float

    @property
    def name(self) -> str:
        """The family's name."""
        return "l1"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the L1 penalty."""
        return replace(recipe, regularization=replace(recipe.regularization, l1=self.strength))
