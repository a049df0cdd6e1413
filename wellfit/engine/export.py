"""A member as a plain Keras model."""

from typing import Any, Literal

import numpy as np

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.engine.check_training import check_training
from wellfit.engine.columns import kept_columns
from wellfit.engine.member import TrainedMember
from wellfit.recipes.networks.layers import Head, Layers
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import RATES


def stock_model(recipe: Recipe, data: Dataset, seed: int, head: Head | None = None) -> keras.Model:
    """The recipe as a fresh, compiled Keras model: stock layers, loss and optimizer only.

    What acts in training alone (`Recipe.training`) is not in it. Raises ModelError where the recipe cannot be
    trained on these data.
    """
    check_training(recipe, data)
    kind: Head = head or ("number" if data.task.kind == "regression" else "probabilities")
    layers = Layers(regularization=recipe.regularization, seed=seed, head=kind, kept=kept(recipe, data))
    model = recipe.network.build(data.shapes, data.task.outputs, layers)
    model.compile(optimizer=recipe.optimizer.build(), loss=_loss(recipe, data), metrics=[data.task.metric])
    return model


def to_keras(member: TrainedMember, data: Dataset, weights: Literal["best", "last"]) -> keras.Model:
    """The trained network, ready to predict, to save or to train on."""
    model = stock_model(member.recipe, data, member.seed)
    chosen = member.best if weights == "best" else member.last
    for variable, value in zip(model.trainable_variables, chosen.trainable, strict=True):
        variable.assign(value)
    # The engine's dropout rate is a variable, the stock layer's a constant: the other variables correspond in order.
    template = fixed_names(member.recipe, data)
    fixed = [value for name, value in zip(template, chosen.fixed, strict=True) if name not in RATES]
    for variable, value in zip(model.non_trainable_variables, fixed, strict=True):
        variable.assign(np.asarray(value))
    model.optimizer.build(model.trainable_variables)  # else the saved file holds half an optimizer
    return model


def fixed_names(recipe: Recipe, data: Dataset) -> list[str]:
    """Names of the fixed variables of the engine's version of a recipe, in Keras' order."""
    kept = None if recipe.features == 1.0 else ()
    layers = Layers(regularization=recipe.regularization, seed=0, head="logits", members=True, kept=kept)
    model = recipe.network.build(data.shapes, data.task.outputs, layers)
    return [variable.name for variable in model.non_trainable_variables]


def kept(recipe: Recipe, data: Dataset) -> list[float] | None:
    """Which columns a recipe reads, by the training rows; None for all, or where there are none."""
    if recipe.features == 1.0:
        return None
    return kept_columns(data, recipe.features).tolist() if "dense" in data.blocks else []


def _loss(recipe: Recipe, data: Dataset) -> Any:
    """What the model is compiled with: a file that needs other code than Keras' would load nowhere else."""
    own = recipe.loss
    fits = own is not None and own.portable and (own.sees == "probabilities" or data.task.kind == "regression")
    return own.function if own is not None and fits else data.task.loss
