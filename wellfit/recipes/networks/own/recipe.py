"""The recipe `yours`: a Keras model of the user's own, its optimizer and its loss, for given data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.errors import ModelError
from wellfit.recipes.networks.own.head import Head, head_of
from wellfit.recipes.networks.own.hidden import walk
from wellfit.recipes.networks.own.load import Origin, origin
from wellfit.recipes.networks.own.network import OwnNetwork
from wellfit.recipes.networks.own.takes import call_with, inputs_of
from wellfit.recipes.networks.own.training import compiled, from_logits
from wellfit.recipes.networks.own.wiring import Wiring, wiring
from wellfit.recipes.recipe import Recipe

NAME = "yours"
SOME = 32


@dataclass(frozen=True, kw_only=True)
class OwnRecipe:
    """The recipe of a model of one's own, what was adapted for it to fit the data, in sentences, and its metrics."""

    recipe: Recipe
    said: tuple[str, ...]
    network: OwnNetwork
    metrics: tuple[Any, ...] = ()


def own_recipe(
    given: object, data: Dataset, *, name: str = NAME, batch_size: int = 32, unsafe: bool = False
) -> OwnRecipe:
    """The recipe of a Keras model for these data: its layers, optimizer and loss as they are, with fresh starts.

    Args:
        given: a path of a `.keras` file, "package.module:function", a Keras model, a function that builds one, or
            what `origin` made of one of these.
        data: encoded rows, from `wellfit.read`.
        name: of the recipe.
        batch_size: rows in a batch, which a model does not say.
        unsafe: whether a file may run code that it brings along.

    Raises:
        ModelError: it cannot be loaded safely, or does not fit the data; the message has both shapes.

    >>> import wellfit
    >>> model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    >>> model.compile("sgd", "sparse_categorical_crossentropy")
    >>> own_recipe(model, wellfit.read("example:iris")).recipe.optimizer.learning_rate
    0.01
    """
    found = given if isinstance(given, Origin) else origin(given, unsafe=unsafe)
    wires = wiring(inputs_of(found.model), data)
    head, said = _head(found, wires, data)
    training = compiled(found.model, data.task, head)
    network = OwnNetwork(blueprint=found.blueprint, wires=wires.wires, head=head)
    recipe = Recipe(name=name, network=network, optimizer=training.optimizer, batch_size=batch_size, loss=training.loss)
    given_metrics = getattr(getattr(found.model, "_compile_metrics", None), "_user_metrics", None)
    own_metrics = tuple(one for one in keras.tree.flatten(given_metrics) if one is not None)
    told = (*wires.said, *([said] if said else []), *training.said, *_of_weights(found))
    return OwnRecipe(recipe=recipe, said=told, network=network, metrics=own_metrics)


def _of_weights(found: Origin) -> Iterator[str]:
    if found.blueprint.frozen.layers:
        yield "Its frozen layers keep their weights; all others are trained from fresh starts, one for each seed."
    else:
        yield "It is trained from fresh starts, one for each seed: weights that it came with are not used."
    if any(isinstance(layer, keras.layers.Normalization) for layer in walk(found.model)):
        yield "The columns are standardised already, so its Normalization layers change nothing."


def _head(found: Origin, wires: Wiring, data: Dataset) -> tuple[Head, str]:
    """Call the model once on rows as its wires make them: what does not fit is told before any training."""
    probe = OwnNetwork(blueprint=found.blueprint, wires=wires.wires, head=Head(gives="logits", units=1))
    model = found.blueprint.fresh(0)
    blocks, rows = probe.rows(data.shapes)
    try:
        output = call_with(model, rows)
    except ModelError:
        raise
    except Exception as error:
        shapes = ", ".join(str(tuple(one.shape[1:])) for one in rows)
        first = next(iter(str(error).strip().splitlines()), type(error).__name__)[:300]
        raise ModelError(
            f"The model cannot be called on the rows of this data, which reach it in the shape {shapes}: {first} Give "
            "the model an input of that shape, or leave columns out with --ignore."
        ) from error
    takes_logits = from_logits(getattr(found.model, "loss", None))
    whole = keras.Model(blocks, output)
    return head_of(model, output, data.task, from_logits=takes_logits, some=lambda: _some(whole, data))


def _some(model: keras.Model, data: Dataset) -> np.ndarray:
    """What the model puts out for some training rows."""
    part = data.parts[0]
    rows = part.rows("train")[:SOME]
    parts = [part.blocks[tensor.name][rows] for tensor in model.inputs]
    dense = [part if isinstance(part, np.ndarray) else part.toarray() for part in parts]
    return np.asarray(keras.ops.convert_to_numpy(model(dense, training=False)))
