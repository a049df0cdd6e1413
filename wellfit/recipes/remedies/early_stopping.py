"""Training that ends where the validation loss is lowest."""

from dataclasses import dataclass

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class EarlyStopping(Remedy):
    """Take the weights of the epoch of the lowest validation loss in place of the last ones.

    Prechelt (1998), "Early stopping - but when?". It changes nothing in a recipe: every recipe is judged at its best
    epoch. Its effect is that epoch against the last one that was trained.
    """

    @property
    def name(self) -> str:
        """The family's name."""
        return "early stopping"

    def change(self, recipe: Recipe) -> Recipe:
        """The recipe as it is."""
        return recipe
