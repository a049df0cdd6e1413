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
    """Row numbers of a chunk's batches [streams, epochs, steps, batch], and which streams are blank [streams]."""

    inputs: jax.Array
    targets: jax.Array
    blank: jax.Array


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
    Held-out rows are the same for all streams: each is fetched once for all members.
    """

    def epoch(members: Member, batches: tuple[jax.Array, jax.Array]) -> tuple[Member, Measures]:
        def stream(xs: tuple[tuple[jax.Array, jax.Array], Hyper, Weights, Sequence[Leaf]]) -> _Trained:
            return _train(template, rows, *xs)

        start = (batches, hyper, members.weights, members.optimizer)
        trained = lax.map(stream, start, batch_size=streams_at_once)
        blank = schedule.blank if blanked else None
        validation = _evaluate(template, rows, held_out.validation, blank, trained.weights)
        selection = _evaluate(template, rows, held_out.selection, blank, trained.weights)
        return _book(members, trained, validation, selection)

    batches = (jnp.moveaxis(schedule.inputs, 1, 0), jnp.moveaxis(schedule.targets, 1, 0))
    members, measures = lax.scan(epoch, members, batches)
    return members, jax.tree.map(lambda values: jnp.moveaxis(values, 0, 1), measures)


class _Trained(NamedTuple):
    weights: Weights
    optimizer: Sequence[Leaf]
    measures: StepMeasures


class _Scores(NamedTuple):
    """Of each held-out row, [streams, recipes, rows]."""

    loss: jax.Array
    metric: jax.Array


def _train(
    template: Template,
    rows: Rows,
    batches: tuple[jax.Array, jax.Array],
    hyper: Hyper,
    weights: Weights,
    optimizer: Sequence[Leaf],
) -> _Trained:
    """One epoch of one stream's recipes; measures are means over its steps."""

    def step(
        carry: tuple[Weights, Sequence[Leaf]], numbers: tuple[jax.Array, jax.Array]
    ) -> tuple[tuple[Weights, Sequence[Leaf]], StepMeasures]:
        train = jax.vmap(partial(train_step, template), in_axes=(0, 0, 0, None, None))
        batch = (take(rows, numbers[0]), rows.target[numbers[1]])
        weights, optimizer, measures = train(*carry, hyper, *batch)
        return (weights, optimizer), measures

    (weights, optimizer), measures = lax.scan(step, (weights, optimizer), batches)
    return _Trained(weights, optimizer, jax.tree.map(lambda values: jnp.mean(values, 0), measures))


def _book(members: Member, trained: _Trained, validation: _Scores, selection: _Scores) -> tuple[Member, Measures]:
    """The members after the epoch, the better ones remembered, and the epoch's measures."""
    loss, epoch = jnp.mean(validation.loss, -1), members.epoch + 1
    now = Best(loss=loss, epoch=epoch, weights=trained.weights, rows=selection.loss)
    best = jax.vmap(jax.vmap(_better))(now, members.best)
    done = Member(
        weights=trained.weights, optimizer=trained.optimizer, epoch=epoch, best=best, last_rows=selection.loss
    )
    return done, Measures(
        train_loss=trained.measures.loss,
        train_metric=trained.measures.metric,
        penalty=trained.measures.penalty,
        validation_loss=loss,
        validation_metric=jnp.mean(validation.metric, -1),
        selection_loss=jnp.mean(selection.loss, -1),
        selection_metric=jnp.mean(selection.metric, -1),
    )


def _better(new: Best, old: Best) -> Best:
    improved = new.loss < old.loss  # false for NaN: a member that diverged keeps its best epoch
    return jax.tree.map(lambda a, b: jnp.where(improved, a, b), new, old)


def _evaluate(template: Template, rows: Rows, numbers: jax.Array, blank: jax.Array | None, weights: Weights) -> _Scores:
    """Loss and metric of all members on these rows, a piece of the rows at a time."""
    recipes = jax.vmap(partial(evaluate, template), in_axes=(0, None, None, None))
    streams = jax.vmap(recipes, in_axes=(0, None if blank is None else 0, None, None))

    def piece(part: jax.Array) -> tuple[jax.Array, jax.Array]:
        return streams(weights, blank, take(rows, part), rows.target[part])

    count = numbers.shape[0]
    pieces = -(-count // EVALUATION_ROWS)
    size = -(-count // pieces)
    padded = jnp.pad(numbers, (0, pieces * size - count))
    found = lax.map(piece, padded.reshape(pieces, size))
    return _Scores(*(_joined(values)[..., :count] for values in found))


def _joined(pieces: jax.Array) -> jax.Array:
    """[pieces, streams, recipes, rows] as [streams, recipes, all rows]."""
    moved = jnp.moveaxis(pieces, 0, 2)
    return moved.reshape(*moved.shape[:2], -1)
