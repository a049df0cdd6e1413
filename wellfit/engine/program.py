"""The compiled program: several epochs of every member of a population in one call."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import lax

from wellfit.engine.feed import Rows, take
from wellfit.engine.state import Best, Hyper, Leaf, Measures, Member, Weights
from wellfit.engine.step import StepMeasures, evaluate, train_step
from wellfit.engine.template import Template

# Rows evaluated at a time: enough to fill a matrix product, few enough to keep activations in cache.
EVALUATION_ROWS = 1024


class Schedule(NamedTuple):
    """Row numbers of a chunk's batches [streams, epochs, steps, batch] and each stream's input scale [streams]."""

    inputs: jax.Array
    targets: jax.Array
    scale: jax.Array


class HeldOut(NamedTuple):
    """Row numbers of the validation split and of the selection split."""

    validation: jax.Array
    selection: jax.Array


def run_chunk(
    template: Template,
    blanked: bool,
    streams_at_once: int,
    rows: Rows,
    held_out: HeldOut,
    schedule: Schedule,
    hyper: Hyper,
    members: Member,
) -> tuple[Member, Measures]:
    """Train all members [streams, recipes] over the schedule's epochs; measures are [streams, epochs, recipes].

    Members of a stream see the same batches, so a batch is gathered once and its product with the
    recipes' first layers is one product. `streams_at_once` streams run side by side, the others in turn.
    """

    def one_stream(xs: tuple[Schedule, Hyper, Member]) -> tuple[Member, Measures]:
        plan, own_hyper, own = xs
        scale = plan.scale if blanked else None
        epoch = partial(_epoch, template, rows, held_out, own_hyper, scale)
        return lax.scan(epoch, own, (plan.inputs, plan.targets))

    return lax.map(one_stream, (schedule, hyper, members), batch_size=streams_at_once)


def _epoch(
    template: Template,
    rows: Rows,
    held_out: HeldOut,
    hyper: Hyper,
    scale: jax.Array | None,
    members: Member,
    batches: tuple[jax.Array, jax.Array],
) -> tuple[Member, Measures]:
    def step(
        carry: tuple[Weights, Sequence[Leaf]], numbers: tuple[jax.Array, jax.Array]
    ) -> tuple[tuple[Weights, Sequence[Leaf]], StepMeasures]:
        inputs, _ = take(rows, numbers[0], scale)
        target = rows.target[numbers[1]]
        train = jax.vmap(partial(train_step, template), in_axes=(0, 0, 0, None, None))
        weights, optimizer, measures = train(*carry, hyper, inputs, target)
        return (weights, optimizer), measures

    (weights, optimizer), measures = lax.scan(step, (members.weights, members.optimizer), batches)
    validation_loss, validation_metric = _evaluate(template, rows, held_out.validation, scale, weights)
    selection_loss, selection_metric = _evaluate(template, rows, held_out.selection, scale, weights)
    loss = jnp.mean(validation_loss, -1)
    epoch = members.epoch + 1
    now = Best(loss=loss, epoch=epoch, weights=weights, rows=selection_loss)
    best = jax.vmap(_better)(now, members.best)
    done = Member(weights=weights, optimizer=optimizer, epoch=epoch, best=best, last_rows=selection_loss)
    return done, Measures(
        train_loss=jnp.mean(measures.loss, 0),
        train_metric=jnp.mean(measures.metric, 0),
        penalty=jnp.mean(measures.penalty, 0),
        validation_loss=loss,
        validation_metric=jnp.mean(validation_metric, -1),
        selection_loss=jnp.mean(selection_loss, -1),
        selection_metric=jnp.mean(selection_metric, -1),
    )


def _better(new: Best, old: Best) -> Best:
    improved = new.loss < old.loss  # false for NaN: a member that diverged keeps its best epoch
    return jax.tree.map(lambda a, b: jnp.where(improved, a, b), new, old)


def _evaluate(
    template: Template, rows: Rows, numbers: jax.Array, scale: jax.Array | None, weights: Weights
) -> tuple[jax.Array, jax.Array]:
    """Loss and metric [recipes, rows] of all recipes on these rows."""

    def piece(part: jax.Array) -> tuple[jax.Array, jax.Array]:
        inputs, target = take(rows, part, scale)
        return jax.vmap(partial(evaluate, template), in_axes=(0, None, None))(weights, inputs, target)

    count = numbers.shape[0]
    if count <= EVALUATION_ROWS:
        return piece(numbers)
    pieces = -(-count // EVALUATION_ROWS)
    size = -(-count // pieces)
    padded = jnp.pad(numbers, (0, pieces * size - count))
    loss, metric = lax.map(piece, padded.reshape(pieces, size))
    return tuple(jnp.moveaxis(values, 0, 1).reshape(values.shape[1], -1)[:, :count] for values in (loss, metric))  # type: ignore[return-value]
