"""One training step and one evaluation of one member: pure functions of state and batch."""

from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Num

from wellfit.data.pipeline.target import Scale
from wellfit.engine.sparse.rows import SparseRows
from wellfit.engine.state import Hyper, Leaf, Weights
from wellfit.engine.template import Template


class StepMeasures(NamedTuple):
    """Sums over one batch's rows, before the update; the penalty counts for each of them, as in Keras' means."""

    loss: Float[Array, ""]
    metric: Float[Array, ""]
    penalty: Float[Array, ""]


def train_step(
    template: Template,
    weights: Weights,
    optimizer: Sequence[Leaf],
    hyper: Hyper,
    inputs: Sequence[Num[Array, "batch ..."] | SparseRows],
    target: Num[Array, " batch"],
    counted: Bool[Array, " batch"],
) -> tuple[Weights, Sequence[Leaf], StepMeasures]:
    """What Keras' `train_on_batch` does with the rows that are counted, the penalty kept apart from the loss."""
    batch = template.batch(inputs, target, hyper, optimizer)

    def objective(trainable: Sequence[Leaf]) -> tuple[Float[Array, ""], tuple[StepMeasures, list[jax.Array]]]:
        outputs, fixed, penalty = template.train(Weights(trainable, weights.fixed), batch.inputs, hyper)
        loss = jnp.sum(batch.of(template.row_loss, outputs), where=counted)
        metric = jnp.sum(
            batch.of(lambda given, truth: template.row_metric(given, truth, hyper.scale), outputs), where=counted
        )
        rows = jnp.sum(counted)
        minimised = template.minimised(batch, outputs, hyper, counted, loss)
        return minimised + penalty, (StepMeasures(loss, metric, rows * penalty), fixed)

    gradients, (measures, fixed) = jax.grad(objective, has_aux=True)(weights.trainable)
    trainable, after = template.update(weights.trainable, optimizer, gradients, hyper)
    average = template.average(weights.average, trainable, optimizer, hyper)
    return Weights(trainable, fixed, average), after, measures


def evaluate(
    template: Template,
    weights: Weights,
    blank: Leaf | None,
    inputs: Sequence[Num[Array, "rows ..."] | SparseRows],
    target: Num[Array, " rows"],
    scale: Scale | None = None,
) -> tuple[Float[Array, " rows"], Float[Array, " rows"]]:
    """Loss and metric of each row in inference mode; a member that is `blank` sees zeros in place of every row."""
    weights = weights.predicting
    outputs, _ = template.forward(weights, inputs, training=False)
    if blank is not None:
        # One row of zeros is enough, since it is the same for all: the inputs stay shared with the other members.
        zeros = [jnp.zeros((1, *block.shape[1:]), block.dtype) for block in inputs]
        outputs = jnp.where(blank, template.forward(weights, zeros, training=False)[0], outputs)
    return template.row_loss(outputs, target), template.row_metric(outputs, target, scale)
