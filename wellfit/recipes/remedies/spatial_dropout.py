"""Random silence of whole channels while training."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class SpatialDropout(Remedy):
    """Zero a share `rate` of the channels of pictures and sequences, each as a whole, in every training step.

    Tompson et al. (2015), "Efficient object localization using convolutional networks": neighbouring places of a
    channel say much the same, so that dropping single ones changes little. Needs convolutions or embeddings.
    """

    rate: float

    @property
    def name(self) -> str:
        """The family's name."""
        return "spatial dropout"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the rate behind convolutions and embeddings."""
        noise = replace(recipe.regularization.noise, spatial_dropout=self.rate)
        return replace(recipe, regularization=replace(recipe.regularization, noise=noise))
