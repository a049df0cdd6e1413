"""Both penalties on the size of weights."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class L1L2(Remedy):
    """L1 and L2 together. Zou and Hastie (2005), "Regularization and variable selection via the elastic net"."""

    l1: float
    l2: float

    @property
    def name(self) -> str:
        """The family's name."""
        return "l1+l2"

    def change(self, recipe: Recipe) -> Recipe:
        """Set both penalties."""
        return replace(recipe, regularization=replace(recipe.regularization, l1=self.l1, l2=self.l2))
