"""A learning rate that falls where nothing improves."""

from dataclasses import dataclass, replace

from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy, check_epochs, check_factor
from wellfit.recipes.schedule import Schedule


@dataclass(frozen=True, kw_only=True)
class PlateauDecay(Remedy):
    """Multiply the learning rate by `factor` when the validation loss has not improved for `patience` epochs.

    Keras' `callbacks.ReduceLROnPlateau`, with its least improvement of 0.0001; validation rows choose the rate then, as
    they choose the epoch. It takes the place of another schedule.
    """

    patience: int
    factor: float = 0.3

    def __post_init__(self) -> None:
        super().__post_init__()
        check_epochs(self.patience)
        check_factor(self.factor)

    @property
    def name(self) -> str:
        """The family's name."""
        return "plateau decay"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the schedule."""
        schedule = Schedule(kind="plateau", epochs=self.patience, factor=self.factor)
        return replace(recipe, training=replace(recipe.training, schedule=schedule))
