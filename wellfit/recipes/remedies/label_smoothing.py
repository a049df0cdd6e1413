"""Answers that are a little unsure."""

from dataclasses import dataclass, replace

from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class LabelSmoothing(Remedy):
    """Give a share of each answer to all classes alike, in training only.

    Szegedy et al. (2016), "Rethinking the inception architecture for computer vision". Keras'
    `label_smoothing`; for classes only.
    """

    share: float

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.share < 1:
            raise OptionError(f"The share that is smoothed must be above 0 and below 1, received {self.share}.")

    @property
    def name(self) -> str:
        """The family's name."""
        return "label smoothing"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the share."""
        examples = replace(recipe.training.examples, label_smoothing=self.share)
        return replace(recipe, training=replace(recipe.training, examples=examples))
