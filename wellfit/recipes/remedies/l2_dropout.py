"""An L2 penalty and dropout together."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class L2Dropout(Remedy):
    """L2 and dropout: the combination that did best in TensorFlow's tutorial on over- and underfitting."""

    l2: float
    rate: float

    @property
    def name(self) -> str:
        """The family's name."""
        return "l2+dropout"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the L2 penalty and the dropout rate."""
        return replace(recipe, regularization=replace(recipe.regularization, l2=self.l2, dropout=self.rate))
