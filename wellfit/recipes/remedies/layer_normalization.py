"""Hidden layers standardised over their units."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class LayerNormalization(Remedy):
    """Standardise each row's hidden outputs over the units of the layer, before its activation.

    Ba, Kiros and Hinton (2016), "Layer normalization". Unlike batch normalization it does the same in training and
    in prediction, and takes the place of that where a recipe has it.
    """

    @property
    def name(self) -> str:
        """The family's name."""
        return "layer normalization"

    def change(self, recipe: Recipe) -> Recipe:
        """Put the normalization into every hidden layer."""
        given = replace(recipe.regularization, batch_normalization=False, layer_normalization=True)
        return replace(recipe, regularization=given)
