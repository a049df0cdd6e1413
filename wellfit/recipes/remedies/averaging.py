"""Predictions by averaged weights."""

from dataclasses import dataclass, replace

from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class Averaging(Remedy):
    """Predict with the moving average of the weights over the steps, `a <- momentum a + (1 - momentum) w`.

    Polyak and Juditsky (1992), "Acceleration of stochastic approximation by averaging"; Keras' `use_ema`. It takes the
    noise of the last steps out.
    """

    momentum: float

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.momentum < 1:
            raise OptionError(f"The momentum must be above 0 and below 1, received {self.momentum}.")

    @property
    def name(self) -> str:
        """The family's name."""
        return "averaging"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the momentum."""
        steps = replace(recipe.training.steps, average=self.momentum)
        return replace(recipe, training=replace(recipe.training, steps=steps))
