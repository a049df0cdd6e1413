"""Hidden layers standardised over each batch."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class BatchNormalization(Remedy):
    """Standardise each hidden layer over the batch, before its activation.

    Ioffe and Szegedy (2015), "Batch normalization: accelerating deep network training by reducing
    internal covariate shift".
    """

    @property
    def name(self) -> str:
        """The family's name."""
        return "batch normalization"

    def change(self, recipe: Recipe) -> Recipe:
        """Put the normalization into every hidden layer."""
        given = replace(recipe.regularization, batch_normalization=True, layer_normalization=False)
        return replace(recipe, regularization=given)
