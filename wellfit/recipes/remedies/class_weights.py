"""Rare classes that count more."""

from dataclasses import dataclass, replace

from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class ClassWeights(Remedy):
    """Count each training row `(rows / (classes * rows of its class)) ** power` times: with 1 all classes weigh alike.

    King and Zeng (2001), "Logistic regression in rare events data"; Keras' `class_weight`. What is compared is the loss
    of rows as they come, which this seldom lowers: it is for those who must not miss a rare class.
    """

    power: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.power <= 1:
            raise OptionError(f"The power of class weights must be above 0 and at most 1, received {self.power}.")

    @property
    def name(self) -> str:
        """The family's name."""
        return "class weights"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the power."""
        examples = replace(recipe.training.examples, class_weights=self.power)
        return replace(recipe, training=replace(recipe.training, examples=examples))
