"""A learning rate that falls along a wave."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy, check_epochs
from wellfit.recipes.schedule import Schedule


@dataclass(frozen=True, kw_only=True)
class CosineDecay(Remedy):
    """Let the learning rate fall to 0 over `epochs` epochs along half a cosine wave.

    Loshchilov and Hutter (2017), "SGDR: stochastic gradient descent with warm restarts", without restarts; Keras'
    `schedules.CosineDecay`. A warm-up that is there already stays.
    """

    epochs: float

    def __post_init__(self) -> None:
        super().__post_init__()
        check_epochs(self.epochs)

    @property
    def name(self) -> str:
        """The family's name."""
        return "cosine decay"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the schedule."""
        schedule = Schedule(kind="cosine", epochs=self.epochs, warm_up=recipe.training.schedule.warm_up)
        return replace(recipe, training=replace(recipe.training, schedule=schedule))
