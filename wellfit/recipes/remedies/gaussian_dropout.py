"""Random factors around 1 on hidden outputs while training."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class GaussianDropout(Remedy):
    """Multiply each hidden output by a random factor of mean 1 and variance `rate / (1 - rate)` in every training step.

    Srivastava et al. (2014), section 10: mean and variance are those under dropout, but nothing is silenced. Keras'
    `layers.GaussianDropout`.
    """

    rate: float

    @property
    def name(self) -> str:
        """The family's name."""
        return "gaussian dropout"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the rate behind every hidden layer."""
        noise = replace(recipe.regularization.noise, gaussian_dropout=self.rate)
        return replace(recipe, regularization=replace(recipe.regularization, noise=noise))
