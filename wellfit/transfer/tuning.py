"""The last blocks of a backbone trained on, behind what does not change, with the head that was trained before."""

import json
from collections.abc import Sequence

from wellfit.backend import keras
from wellfit.data.task import Task
from wellfit.errors import ModelError
from wellfit.recipes.networks.own.blueprint import Blueprint
from wellfit.recipes.networks.own.frozen import Frozen
from wellfit.recipes.networks.own.head import Gives, Head
from wellfit.recipes.networks.own.network import OwnNetwork
from wellfit.recipes.networks.own.wire import Wire
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.transfer.backbone import Backbone
from wellfit.transfer.graph import called

# Low enough not to tear apart what was learned before (Chollet, Keras blog, 2016, took 1e-4 with a momentum of 0.9).
RATES = (3e-5, 1e-4, 3e-4, 1e-3)
MOMENTUM = 0.9


def tuning_recipes(
    backbone: Backbone,
    head: keras.Model,
    task: Task,
    blocks: int = 1,
    *,
    rates: Sequence[float] = RATES,
    batch_size: int = 32,
) -> list[Recipe]:
    """Recipes for the block "array" of `tuning_data`: the last so many blocks and the head, trained on together.

    Batch normalization stays in inference mode with the statistics and factors that it has: those of a small batch of
    a small set of images would be worse. The optimizer is SGD with momentum, whose steps grow with the gradient: one
    that scales each step would tear a trained network apart at first. Each seed begins with the same weights, in
    another order of the batches.

    Args:
        backbone: the network.
        head: what was trained on its pooled features, as in `runs.model(recipe, seed)`.
        task: of the data.
        blocks: how many of its last blocks are trained.
        rates: learning rates, a recipe each.
        batch_size: rows in a batch.

    Raises:
        ModelError: the network has fewer blocks, or the head is not of its features.
    """
    network = _network(_joined(backbone, head, blocks), task, f"{_of(blocks)} of {backbone.name}")
    return [
        Recipe(
            name=f"tuning {_of(blocks)}, rate {rate:g}",
            network=network,
            optimizer=Optimizer(name="sgd", learning_rate=rate, momentum=MOMENTUM),
            batch_size=batch_size,
        )
        for rate in rates
    ]


def _joined(backbone: Backbone, head: keras.Model, blocks: int) -> keras.Model:
    tail = backbone.tail(blocks)
    if tuple(head.input_shape[1:]) != tuple(tail.output_shape[1:]):
        raise ModelError(
            f"The head takes rows of shape {tuple(head.input_shape[1:])}, but {backbone.name} has features of shape "
            f"{tuple(tail.output_shape[1:])}. Pass a head that was trained on this backbone's features."
        )
    inputs = keras.Input(tuple(tail.input_shape[1:]), name="array")
    return keras.Model(inputs, called(head, called(tail, inputs)), name="tuned")


def _network(model: keras.Model, task: Task, name: str) -> OwnNetwork:
    config = json.loads(json.dumps(keras.saving.serialize_keras_object(model)))
    for layer in config["config"]["layers"]:
        layer["config"]["trainable"] = layer["class_name"] != "BatchNormalization"
    blueprint = Blueprint(config=json.dumps(config, sort_keys=True), frozen=Frozen.of(model, trained=True))
    kind: Gives = "number" if task.kind == "regression" else "probabilities"
    head = Head(gives=kind, units=task.outputs, strips=kind == "probabilities")
    return OwnNetwork(blueprint=blueprint, wires=(Wire(block="array"),), head=head, called=name)


def _of(blocks: int) -> str:
    return "the last block" if blocks == 1 else f"the last {blocks} blocks"
