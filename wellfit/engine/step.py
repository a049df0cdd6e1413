"""One training step and one evaluation of one member: pure functions of state and batch."""

from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Num

from wellfit.engine.state import Hyper, Leaf, Weights
from wellfit.engine.template import Template


class StepMeasures(NamedTuple):
    """Means over one batch, before the update."""

    loss: Float[Array, ""]
    metric: Float[Array, ""]
    penalty: Float[Array, ""]


def train_step(
    template: Template,
    weights: Weights,
    optimizer: Sequence[Leaf],
    hyper: Hyper,
    inputs: Sequence[Num[Array, "batch ..."]],
    target: Num[Array, " batch"],
) -> tuple[Weights, Sequence[Leaf], StepMeasures]:
    """What Keras' `train_on_batch` does, with the penalty kept apart from the loss."""

    def objective(trainable: Sequence[Leaf]) -> tuple[Float[Array, ""], tuple[StepMeasures, list[jax.Array]]]:
        outputs, fixed = template.forward(Weights(trainable, weights.fixed), inputs, training=True)
        loss = jnp.mean(template.row_loss(outputs, target))
        penalty = template.penalty(trainable, hyper)
        metric = jnp.mean(template.row_metric(outputs, target))
        return loss + penalty, (StepMeasures(loss, metric, penalty), fixed)

    gradients, (measures, fixed) = jax.grad(objective, has_aux=True)(weights.trainable)
    trainable, optimizer = template.update(weights.trainable, optimizer, gradients, hyper)
    return Weights(trainable, fixed), optimizer, measures


def evaluate(
    template: Template,
    weights: Weights,
    blank: Bool[Array, ""] | None,
    inputs: Sequence[Num[Array, "rows ..."]],
    target: Num[Array, " rows"],
) -> tuple[Float[Array, " rows"], Float[Array, " rows"]]:
    """Loss and metric of each row in inference mode; a member that is `blank` sees zeros in place of every row."""
    outputs, _ = template.forward(weights, inputs, training=False)
    if blank is not None:
        # One row of zeros is enough, since it is the same for all: the inputs stay shared with the other members.
        zeros = [jnp.zeros((1, *block.shape[1:]), block.dtype) for block in inputs]
        outputs = jnp.where(blank, template.forward(weights, zeros, training=False)[0], outputs)
    return template.row_loss(outputs, target), template.row_metric(outputs, target)
