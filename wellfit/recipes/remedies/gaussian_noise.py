"""Noise that is added to hidden outputs while training."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class GaussianNoise(Remedy):
    """Add noise of standard deviation `deviation` to each hidden layer's outputs in every training step.

    Bishop (1995), "Training with noise is equivalent to Tikhonov regularization", of inputs; here behind the
    activations, where sparse inputs stay sparse. Keras' `layers.GaussianNoise`.
    """

    deviation: float

    @property
    def name(self) -> str:
        """The family's name."""
        return "gaussian noise"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the deviation of the noise behind every hidden layer."""
        noise = replace(recipe.regularization.noise, gaussian=self.deviation)
        return replace(recipe, regularization=replace(recipe.regularization, noise=noise))
