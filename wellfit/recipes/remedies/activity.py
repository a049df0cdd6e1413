"""Penalties on what hidden layers put out."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy, check_penalties, penalties_label


@dataclass(frozen=True, kw_only=True)
class ActivityPenalty(Remedy):
    """Add `l1 * sum|h| + l2 * sum h**2` of the hidden outputs, averaged over the rows, to what training minimises.

    Keras' `activity_regularizer`, with one of the two or both: outputs become sparse (L1) or small (L2), whatever the
    weights are. Glorot, Bordes and Bengio (2011), "Deep sparse rectifier neural networks", use the first.
    """

    l1: float = 0.0
    l2: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_penalties("outputs", self.l1, self.l2)

    @property
    def name(self) -> str:
        """The family's name."""
        return "activity penalty"

    @property
    def label(self) -> str:
        """Name and strengths that are not 0."""
        return penalties_label(self.name, self.l1, self.l2)

    def change(self, recipe: Recipe) -> Recipe:
        """Set the penalties of the outputs."""
        limits = replace(recipe.regularization.limits, activity_l1=self.l1, activity_l2=self.l2)
        return replace(recipe, regularization=replace(recipe.regularization, limits=limits))
