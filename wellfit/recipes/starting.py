"""The recipe to begin with, by kind of data."""

from dataclasses import replace

from wellfit.recipes.networks import starting_network
from wellfit.recipes.networks.base import Shapes
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.schedule import Schedule
from wellfit.recipes.training import Training

# Normalized convolutions take larger steps than other networks at first (Ioffe and Szegedy 2015, "Batch
# normalization"), and smaller ones in the end: at a constant rate, the accuracy on 2,000 digits of networks that 849
# were shown goes up and down by a hundredth from epoch to epoch; where the rate falls, by a thousandth.
RATE, FALLING = 3e-3, Schedule(kind="plateau", epochs=3, factor=0.3)


def starting_recipe(shapes: Shapes) -> Recipe:
    """The first recipe to try on blocks of these per-row shapes: the first network, by Adam at its own rate.

    Of images the rate is larger, and falls whenever the validation loss has not improved for three epochs.

    >>> starting_recipe({"dense": (13,)}).optimizer.learning_rate
    0.001
    >>> starting_recipe({"image": (28, 28, 1)}).training.schedule.kind
    'plateau'
    """
    plain = Recipe(name="plain", network=starting_network(shapes))
    if "image" not in shapes:
        return plain
    return replace(plain, optimizer=Optimizer(learning_rate=RATE), training=Training(schedule=FALLING))
