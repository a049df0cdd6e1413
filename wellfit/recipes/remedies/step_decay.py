"""A learning rate that falls in steps."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy, check_epochs, check_factor
from wellfit.recipes.schedule import Schedule


@dataclass(frozen=True, kw_only=True)
class StepDecay(Remedy):
    """Multiply the learning rate by `factor` every `epochs` epochs.

    Robbins and Monro (1951), "A stochastic approximation method": steps must become smaller for noise to average
    out. Keras' `schedules.ExponentialDecay(staircase=True)`. It takes the place of another schedule.
    """

    epochs: float
    factor: float = 0.3

    def __post_init__(self) -> None:
        super().__post_init__()
        check_epochs(self.epochs)
        check_factor(self.factor)

    @property
    def name(self) -> str:
        """The family's name."""
        return "step decay"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the schedule."""
        schedule = Schedule(kind="step", epochs=self.epochs, factor=self.factor)
        return replace(recipe, training=replace(recipe.training, schedule=schedule))
