"""A penalty on the squared size of weights."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class L2(Remedy):
    """Add `strength * sum w**2` of the hidden kernels to what training minimises: weights stay small.

    Hoerl and Kennard (1970), "Ridge regression"; Keras' `regularizers.L2` with the same strength.
    """

    strength: float

    @property
    def name(self) -> str:
        """The family's name."""
        return "l2"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the L2 penalty."""
        return replace(recipe, regularization=replace(recipe.regularization, l2=self.strength))
