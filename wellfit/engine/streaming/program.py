"""The compiled programs of a population whose rows come in windows: train on one, score one, book an epoch."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.sharding import PartitionSpec

from wellfit.engine.evaluation import Scores, score_members
from wellfit.engine.feed import Rows
from wellfit.engine.plans.devices import EVERYWHERE, STREAMS, mesh
from wellfit.engine.program import Program, Start, Trained, book, over_streams, train_epoch
from wellfit.engine.state import Hyper, Leaf, Measures, Member, Weights
from wellfit.engine.step import StepMeasures


class Batches(NamedTuple):
    """Row numbers within a window, [1 or streams, steps, batch]: 1 where all streams have the same batches."""

    inputs: Leaf
    targets: Leaf


class Progress(NamedTuple):
    """A group's members in the middle of an epoch: measures are sums over the rows so far, [streams, recipes]."""

    weights: Weights
    optimizer: Sequence[Leaf]
    sums: StepMeasures
    rows: Leaf


def train_window(
    program: Program, rows: Rows, batches: Batches, hyper: tuple[Hyper, ...], progress: tuple[Progress, ...]
) -> tuple[Progress, ...]:
    """All members through the steps of a window.

    Where streams share their batches and are run side by side, they are one stream of more recipes: the
    products of all members with a batch are then one product.
    """
    streams, recipes = progress[0].rows.shape[0], [group.rows.shape[1] for group in progress]
    merged = program.layout == "together" and batches.inputs.shape[0] == 1
    starts = [Start(h, p.weights, p.optimizer) for h, p in zip(hyper, progress, strict=True)]
    if merged:
        starts = jax.tree.map(lambda leaf: leaf.reshape(1, -1, *leaf.shape[2:]), starts)
    else:
        batches = Batches(*(jnp.broadcast_to(part, (streams, *part.shape[1:])) for part in batches))
    trained = over_streams(program.layout, partial(train_epoch, program, rows), (tuple(batches), starts))
    counted = jnp.sum(batches.targets >= 0, (1, 2))[:, None]
    after = []
    for before, group, columns in zip(progress, trained, recipes, strict=True):
        group = jax.tree.map(lambda leaf, n=columns: leaf.reshape(streams, n, *leaf.shape[2:]), group)
        sums = jax.tree.map(lambda total, mean: total + mean * counted, before.sums, group.measures)
        after.append(Progress(group.weights, group.optimizer, sums, before.rows + counted))
    return tuple(after)


def score_window(
    program: Program,
    rows: Rows,
    numbers: jax.Array,
    blank: Leaf,
    hyper: tuple[Hyper, ...],
    weights: tuple[Weights, ...],
) -> tuple[Scores, ...]:
    """Loss and metric [streams, recipes, rows] of each group on held-out rows."""
    seen = blank if program.blanked else None
    return tuple(
        score_members(template, program.layout, rows, numbers, seen, one, given.scale)
        for template, given, one in zip(program.templates, hyper, weights, strict=True)
    )


def book_epoch(
    validation: int, selection: int, members: tuple[Member, ...], progress: tuple[Progress, ...], scores: Sequence[Any]
) -> tuple[tuple[Member, ...], tuple[Measures, ...]]:
    """The members after an epoch, and its measures [streams, recipes]; `scores` are those of each window in turn."""
    booked = []
    for number, (before, now) in enumerate(zip(members, progress, strict=True)):
        every = jax.tree.map(lambda *parts: jnp.concatenate(parts, -1), *(window[number] for window in scores))
        judged = Scores(*(part[..., :validation] for part in every))
        ranked = Scores(*(part[..., validation : validation + selection] for part in every))
        means = jax.tree.map(lambda total, rows=now.rows: total / rows, now.sums)
        booked.append(book(before, Trained(now.weights, now.optimizer, means), judged, ranked))
    return tuple(member for member, _ in booked), tuple(measures for _, measures in booked)


def spread(
    function: Callable[..., Any], devices: int, given: Sequence[PartitionSpec], result: PartitionSpec
) -> Callable[..., Any]:
    """The function on each device with its own members."""
    if devices == 1:
        return function
    return jax.shard_map(function, mesh=mesh(devices), in_specs=tuple(given), out_specs=result, check_vma=False)


def batches_axis(axis: PartitionSpec, *, shared: bool) -> PartitionSpec:
    """How batches are dealt out: each stream's own go where the stream goes."""
    return STREAMS if axis == STREAMS and not shared else EVERYWHERE
