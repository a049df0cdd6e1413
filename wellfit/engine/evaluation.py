"""The held-out rows, seen by every member of a group after an epoch."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import lax

from wellfit.data.pipeline.target import Scale
from wellfit.engine.feed import Rows, take
from wellfit.engine.plans.plan import Layout
from wellfit.engine.state import Leaf, Weights
from wellfit.engine.step import evaluate
from wellfit.engine.template import Template

# Rows evaluated at a time: enough to fill a matrix product, few enough to keep activations in cache, and so few
# that the largest layer's output has no more numbers than this, where a whole batch of training has fewer.
EVALUATION_ROWS, EVALUATION_CELLS = 1024, 8_000_000


class HeldOut(NamedTuple):
    """Row numbers of the validation split and of the selection split: [rows], the same for all streams, or
    [streams, rows] where streams are of different folds.
    """

    validation: Leaf
    selection: Leaf


class Scores(NamedTuple):
    """Of each held-out row, [streams, recipes, rows]."""

    loss: jax.Array
    metric: jax.Array


def evaluation_rows(template: Template) -> int:
    """How many rows a member of this shape is shown at a time."""
    few = max(template.recipe.batch_size, EVALUATION_CELLS // max(template.layer_cells))
    return min(EVALUATION_ROWS, few)


def evaluate_members(
    template: Template,
    layout: Layout,
    rows: Rows,
    held_out: HeldOut,
    blank: Leaf | None,
    weights: Weights,
    scale: Scale | None = None,
) -> tuple[Scores, Scores]:
    """Loss and metric of members [streams, recipes] on the validation rows and on the selection rows."""
    numbers = jnp.concatenate(held_out, -1)  # one pass over both: half the program
    scores = score_members(template, layout, rows, numbers, blank, weights, scale)
    first = held_out.validation.shape[-1]
    return Scores(*(part[..., :first] for part in scores)), Scores(*(part[..., first:] for part in scores))


def score_members(
    template: Template,
    layout: Layout,
    rows: Rows,
    numbers: jax.Array,
    blank: Leaf | None,
    weights: Weights,
    scale: Scale | None = None,
) -> Scores:
    """Loss and metric of members [streams, recipes] on the rows with these numbers: [rows], or [streams, rows].

    `blank` [streams] says which streams see no input, and `scale` [streams, recipes] is that of each member's target.
    """
    given = _Stream(weights, blank, scale, numbers if numbers.ndim == 2 else None)
    if layout in ("together", "streams"):
        return _in_pieces(template, partial(_side_by_side, template, rows, given), numbers)
    return lax.map(partial(_in_turn, template, rows, numbers), given)


class _Stream(NamedTuple):
    """What differs between streams, [streams, ...]; None where it does not."""

    weights: Weights
    blank: Leaf | None
    scale: Scale | None
    numbers: jax.Array | None


def _side_by_side(template: Template, rows: Rows, given: _Stream, numbers: jax.Array) -> Scores:
    def stream(one: _Stream) -> Scores:
        mine = numbers if one.numbers is None else one.numbers
        recipes = jax.vmap(partial(evaluate, template), in_axes=(0, None, None, None, 0))
        return Scores(*recipes(one.weights, one.blank, take(rows, mine), rows.target[mine], one.scale))

    own = None if given.numbers is None else numbers
    return jax.vmap(stream)(given._replace(numbers=own))


def _in_turn(template: Template, rows: Rows, numbers: jax.Array, one: _Stream) -> Scores:
    """The recipes of one stream, one after another."""

    def member(weights: Weights, scale: Scale | None) -> Scores:
        def piece(part: jax.Array) -> Scores:
            return Scores(*evaluate(template, weights, one.blank, take(rows, part), rows.target[part], scale))

        return _in_pieces(template, piece, numbers if one.numbers is None else one.numbers)

    return lax.map(lambda pair: member(*pair), (one.weights, one.scale))


def _in_pieces(template: Template, function: Callable[[jax.Array], Scores], numbers: jax.Array) -> Scores:
    """A function of row numbers, a piece of them at a time; rows are the last axis of these and of what it gives."""
    count = numbers.shape[-1]
    pieces = -(-count // evaluation_rows(template))
    size = -(-count // pieces)
    padded = jnp.pad(numbers, [(0, 0)] * (numbers.ndim - 1) + [(0, pieces * size - count)])
    found = lax.map(function, jnp.moveaxis(padded.reshape(*numbers.shape[:-1], pieces, size), -2, 0))

    def joined(values: jax.Array) -> jax.Array:
        moved = jnp.moveaxis(values, 0, -2)
        return moved.reshape(*moved.shape[:-2], -1)[..., :count]

    return jax.tree.map(joined, found)
