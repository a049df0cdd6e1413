"""Gradients that are cut back."""

from dataclasses import dataclass, replace

from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class GradientClipping(Remedy):
    """Cut all gradients of a step back so that together they are no longer than `norm`.

    Pascanu, Mikolov and Bengio (2013), "On the difficulty of training recurrent neural networks"; Keras'
    `global_clipnorm`. A few steep batches then no longer throw the weights far away.
    """

    norm: float

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.norm > 0:
            raise OptionError(f"The greatest length of gradients must be above 0, received {self.norm}.")

    @property
    def name(self) -> str:
        """The family's name."""
        return "gradient clipping"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the greatest length."""
        steps = replace(recipe.training.steps, clip_norm=self.norm)
        return replace(recipe, training=replace(recipe.training, steps=steps))
