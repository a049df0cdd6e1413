"""Which of many recipes, and which of its seeds, does best on the validation rows."""

from typing import TYPE_CHECKING

import numpy as np

from wellfit.engine.runs import Runs
from wellfit.recipes.recipe import Recipe

if TYPE_CHECKING:
    from wellfit.backend import keras


def best_recipe(runs: Runs) -> Recipe:
    """The recipe of the lowest mean validation loss, each seed at its lowest; the selection rows judge it fresh.

    One of hundreds that was chosen by the selection rows would look better on them than it is.
    """
    return min(runs.recipes, key=lambda recipe: validation_loss(runs, recipe))


def best_member(runs: Runs, recipe: Recipe) -> "keras.Model":
    """The trained network of the seed with the lowest validation loss, at its best epoch."""
    lowest = dict(zip((member.seed for member in runs.of(recipe.name)), _lowest(runs, recipe), strict=True))
    return runs.model(recipe.name, min(lowest, key=lambda seed: lowest[seed]))


def validation_loss(runs: Runs, recipe: Recipe) -> float:
    """The mean over the seeds of each one's lowest; infinite where one had none."""
    return float(np.mean(_lowest(runs, recipe)))


def _lowest(runs: Runs, recipe: Recipe) -> list[float]:
    curves = runs.measure(recipe.name, "validation_loss")
    return np.where(np.isfinite(curves), curves, np.inf).min(axis=1).tolist()
