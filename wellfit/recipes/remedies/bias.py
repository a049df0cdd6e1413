"""Penalties on the size of biases."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy, check_penalties, penalties_label


@dataclass(frozen=True, kw_only=True)
class BiasPenalty(Remedy):
    """Add `l1 * sum|b| + l2 * sum b**2` of the hidden biases to what training minimises.

    Keras' `bias_regularizer`, with one of the two or both. There are few biases, and they multiply no input:
    this holds back less than a penalty on kernels (Goodfellow et al. 2016, Deep Learning, 7.1).
    """

    l1: float = 0.0
    l2: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_penalties("biases", self.l1, self.l2)

    @property
    def name(self) -> str:
        """The family's name."""
        return "bias penalty"

    @property
    def label(self) -> str:
        """Name and strengths that are not 0."""
        return penalties_label(self.name, self.l1, self.l2)

    def change(self, recipe: Recipe) -> Recipe:
        """Set the penalties of the biases."""
        limits = replace(recipe.regularization.limits, bias_l1=self.l1, bias_l2=self.l2)
        return replace(recipe, regularization=replace(recipe.regularization, limits=limits))
