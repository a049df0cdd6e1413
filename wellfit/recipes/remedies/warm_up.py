"""A learning rate that rises first."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy, check_epochs
from wellfit.recipes.schedule import Schedule


@dataclass(frozen=True, kw_only=True)
class WarmUp(Remedy):
    """Let the learning rate rise from 0 in a straight line over the first `epochs` epochs.

    Goyal et al. (2017), "Accurate, large minibatch SGD": the first steps, from random weights, are the most dangerous.
    It goes with a constant rate or a cosine, and takes the place of other schedules.
    """

    epochs: float

    def __post_init__(self) -> None:
        super().__post_init__()
        check_epochs(self.epochs)

    @property
    def name(self) -> str:
        """The family's name."""
        return "warm-up"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the warm-up."""
        given = recipe.training.schedule
        schedule = replace(given, warm_up=self.epochs) if given.kind == "cosine" else Schedule(warm_up=self.epochs)
        return replace(recipe, training=replace(recipe.training, schedule=schedule))
