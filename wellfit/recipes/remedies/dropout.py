"""Random silence of units while training."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class Dropout(Remedy):
    """Zero a share `rate` of each hidden layer's outputs at random in every training step.

    Srivastava et al. (2014), "Dropout: a simple way to prevent neural networks from overfitting".
    """

    rate: float

    @property
    def name(self) -> str:
        """The family's name."""
        return "dropout"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the dropout rate after every hidden layer."""
        return replace(recipe, regularization=replace(recipe.regularization, dropout=self.rate))
