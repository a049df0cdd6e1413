"""The held-out rows, seen by every member of a group after an epoch."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import lax

from wellfit.engine.feed import Rows, take
from wellfit.engine.plans.plan import Layout
from wellfit.engine.state import Leaf, Weights
from wellfit.engine.step import evaluate
from wellfit.engine.template import Template

# Rows evaluated at a time: enough to fill a matrix product, few enough to keep activations in cache.
EVALUATION_ROWS = 1024


class HeldOut(NamedTuple):
    """Row numbers of the validation split and of the selection split."""

    validation: Leaf
    selection: Leaf


class Scores(NamedTuple):
    """Of each held-out row, [streams, recipes, rows]."""

    loss: jax.Array
    metric: jax.Array


def evaluate_members(
    template: Template, layout: Layout, rows: Rows, held_out: HeldOut, blank: Leaf | None, weights: Weights
) -> tuple[Scores, Scores]:
    """Loss and metric of members [streams, recipes] on the validation rows and on the selection rows."""
    numbers = jnp.concatenate(held_out)  # one pass over both: half the program
    scores = score_members(template, layout, rows, numbers, blank, weights)
    first = len(held_out.validation)
    return Scores(*(part[..., :first] for part in scores)), Scores(*(part[..., first:] for part in scores))


def score_members(
    template: Template, layout: Layout, rows: Rows, numbers: jax.Array, blank: Leaf | None, weights: Weights
) -> Scores:
    """Loss and metric of members [streams, recipes] on the rows with these numbers."""
    if layout in ("together", "streams"):
        return _side_by_side(template, rows, numbers, blank, weights)
    return _in_turn(template, rows, numbers, blank, weights)


def _side_by_side(template: Template, rows: Rows, numbers: jax.Array, blank: Leaf | None, weights: Weights) -> Scores:
    recipes = jax.vmap(partial(evaluate, template), in_axes=(0, None, None, None))
    streams = jax.vmap(recipes, in_axes=(0, None if blank is None else 0, None, None))
    return _in_pieces(lambda part: Scores(*streams(weights, blank, take(rows, part), rows.target[part])), numbers)


def _in_turn(template: Template, rows: Rows, numbers: jax.Array, blank: Leaf | None, weights: Weights) -> Scores:
    def member(weights: Weights, blank: Leaf | None) -> Scores:
        def piece(part: jax.Array) -> Scores:
            return Scores(*evaluate(template, weights, blank, take(rows, part), rows.target[part]))

        return _in_pieces(piece, numbers)

    return lax.map(lambda stream: lax.map(lambda one: member(one, stream[1]), stream[0]), (weights, blank))


def _in_pieces(function: Callable[[jax.Array], Scores], numbers: jax.Array) -> Scores:
    """A function of row numbers, a piece of them at a time; rows are the last axis of what it gives."""
    count = numbers.shape[0]
    pieces = -(-count // EVALUATION_ROWS)
    size = -(-count // pieces)
    padded = jnp.pad(numbers, (0, pieces * size - count))
    found = lax.map(function, padded.reshape(pieces, size))

    def joined(values: jax.Array) -> jax.Array:
        moved = jnp.moveaxis(values, 0, -2)
        return moved.reshape(*moved.shape[:-2], -1)[..., :count]

    return jax.tree.map(joined, found)
