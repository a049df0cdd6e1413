"""The compiled program: several epochs of every member of a population in one call."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import lax

from wellfit.engine.evaluation import HeldOut, Scores, evaluate_members
from wellfit.engine.feed import Rows, take
from wellfit.engine.plans.plan import Layout
from wellfit.engine.state import RATE, Best, Hyper, Leaf, Measures, Member, Weights
from wellfit.engine.step import StepMeasures, train_step
from wellfit.engine.template import Template
from wellfit.engine.update import waited

# Row numbers of inputs and of targets, [..., steps, batch].
Batches = tuple[jax.Array, jax.Array]


class Schedule(NamedTuple):
    """Row numbers of a chunk's batches [streams, epochs, steps, batch], and which streams are blank [streams].

    Where a batch is not full, the target's number is below 0 and the input's that of the blank row. `fold`
    [streams] says whose held-out rows a stream is judged by; None where there is one split.
    """

    inputs: Leaf
    targets: Leaf
    blank: Leaf
    fold: Leaf | None = None


class Program(NamedTuple):
    """What is compiled in: the groups' templates, how their members are run, whether some stream is blank.

    `rest` is the size of the last batch where it is a step of a size of its own, since its rows may not
    be mixed with blank ones; 0 where it is filled up.
    """

    templates: tuple[Template, ...]
    layout: Layout
    blanked: bool
    rest: int


def run_chunk(
    program: Program,
    rows: Rows,
    held_out: HeldOut,
    schedule: Schedule,
    hyper: tuple[Hyper, ...],
    members: tuple[Member, ...],
) -> tuple[tuple[Member, ...], tuple[Measures, ...], tuple[jax.Array, ...]]:
    """Train all members over the schedule's epochs. Of each group: members [streams, recipes], measures
    [streams, epochs, recipes], and with folds the losses on selection rows [streams, epochs, recipes, rows].

    Members of a stream see the same batches, so a batch is gathered once, and in most layouts its product
    with the recipes' first layers is one product. `held_out` are row numbers of the splits [rows], fetched once
    for all members, or [folds, rows] of each fold, filled up with the number of the blank row.
    """
    mine = held_out if schedule.fold is None else HeldOut(*(numbers[schedule.fold] for numbers in held_out))
    counted = None if schedule.fold is None else HeldOut(*(_counted(numbers, rows)[:, None] for numbers in mine))

    def epoch(members: tuple[Member, ...], batches: Batches) -> tuple[tuple[Member, ...], Any]:
        starts = [Start(h, m.weights, m.optimizer) for h, m in zip(hyper, members, strict=True)]
        trained = over_streams(program.layout, partial(train_epoch, program, rows), (batches, starts))
        blank = schedule.blank if program.blanked else None
        booked, judged = [], []
        for template, given, before, after in zip(program.templates, hyper, members, trained, strict=True):
            scores = evaluate_members(template, program.layout, rows, mine, blank, after.weights, given.scale)
            booked.append(book(before, after, *scores, counted))
            judged += [] if schedule.fold is None else [scores[1].loss]
        return tuple(member for member, _ in booked), (tuple(measures for _, measures in booked), tuple(judged))

    batches = (jnp.moveaxis(schedule.inputs, 1, 0), jnp.moveaxis(schedule.targets, 1, 0))
    members, found = lax.scan(epoch, members, batches)
    return members, *jax.tree.map(lambda values: jnp.moveaxis(values, 0, 1), found)


class Start(NamedTuple):
    """What a group's members carry through an epoch, and what sets them apart, [recipes]."""

    hyper: Hyper
    weights: Weights
    optimizer: Sequence[Leaf]


class Trained(NamedTuple):
    """A group's members after an epoch, and the epoch's means over their rows, [recipes]."""

    weights: Weights
    optimizer: Sequence[Leaf]
    measures: StepMeasures


def over_streams(layout: Layout, function: Callable[..., Any], xs: Any) -> Any:
    """A function of one stream applied to all of them: the leading axis of `xs`."""
    return jax.vmap(function)(xs) if layout == "together" else lax.map(function, xs)


def train_epoch(program: Program, rows: Rows, xs: tuple[Batches, Sequence[Start]]) -> list[Trained]:
    """One epoch of one stream's members, group by group; measures are means over its rows."""
    batches, starts = xs
    if program.layout == "turns":
        return [
            lax.map(partial(_alone, program, template, rows, batches), start)
            for template, start in zip(program.templates, starts, strict=True)
        ]
    if program.layout == "apart":
        singles = [_split(start) for start in starts]
        templates = [template for template, group in zip(program.templates, singles, strict=True) for _ in group]
        trained = iter(_scan(program.rest, templates, rows, batches, list(chain.from_iterable(singles)), single=True))
        return [_stacked([next(trained) for _ in group]) for group in singles]
    return _scan(program.rest, program.templates, rows, batches, starts, single=False)


def _alone(program: Program, template: Template, rows: Rows, batches: Batches, start: Start) -> Trained:
    return _scan(program.rest, [template], rows, batches, [start], single=True)[0]


def _scan(
    rest: int,
    templates: Sequence[Template],
    rows: Rows,
    batches: Batches,
    starts: Sequence[Start],
    *,
    single: bool,
) -> list[Trained]:
    """Through the steps of an epoch, side by side: single members, or groups of them [recipes]."""

    def step(carry: list[tuple[Weights, Sequence[Leaf]]], numbers: Batches) -> tuple[Any, Any]:
        inputs, targets = numbers
        batch, target, counted = take(rows, inputs), rows.target[targets], targets >= 0
        after, measures = [], []
        for template, start, state in zip(templates, starts, carry, strict=True):
            train = partial(train_step, template)
            if not single:
                train = jax.vmap(train, in_axes=(0, 0, 0, None, None, None))
            weights, optimizer, measured = train(*state, start.hyper, batch, target, counted)
            after.append((weights, optimizer))
            measures.append(measured)
        return after, measures

    carry = [(start.weights, start.optimizer) for start in starts]
    whole = jax.tree.map(lambda numbers: numbers[:-1], batches) if rest else batches
    carry, measures = lax.scan(step, carry, whole)
    if rest:
        carry, last = step(carry, jax.tree.map(lambda numbers: numbers[-1, :rest], batches))
        measures = jax.tree.map(lambda many, one: jnp.concatenate([many, one[None]]), measures, last)
    counted = jnp.sum(batches[1] >= 0)
    means = [jax.tree.map(lambda sums: jnp.sum(sums, 0) / counted, group) for group in measures]
    return [Trained(*after, mean) for after, mean in zip(carry, means, strict=True)]


def _split(group: Start) -> list[Start]:
    """A group's members, one tree each."""
    count = group.hyper.l1.shape[0]
    return [jax.tree.map(lambda leaf, i=i: leaf[i], group) for i in range(count)]


def _stacked(members: Sequence[Trained]) -> Trained:
    """Single members as a group."""
    return jax.tree.map(lambda *leaves: jnp.stack(leaves), *members)


def _counted(numbers: Leaf, rows: Rows) -> Leaf:
    """Which numbers are those of a row, and not of the blank one."""
    return numbers != rows.target.shape[0] - 1


def book(
    members: Member, trained: Trained, validation: Scores, selection: Scores, counted: HeldOut | None = None
) -> tuple[Member, Measures]:
    """The members after the epoch, the better ones remembered, and the epoch's measures.

    `counted` [streams, 1, rows] says which held-out rows count; None when all do.
    """
    judged, ranked = (None, None) if counted is None else counted
    loss, epoch = jnp.mean(validation.loss, -1, where=judged), members.epoch + 1
    now = Best(loss=loss, epoch=epoch, weights=trained.weights, rows=selection.loss)
    best = jax.vmap(jax.vmap(_better))(now, members.best)
    optimizer, plateau = list(trained.optimizer), members.plateau
    if plateau is not None:
        plateau, optimizer[RATE] = waited(plateau, loss, optimizer[RATE])
    done = Member(
        weights=trained.weights,
        optimizer=optimizer,
        epoch=epoch,
        best=best,
        last_rows=selection.loss,
        plateau=plateau,
    )
    return done, Measures(
        train_loss=trained.measures.loss,
        train_metric=trained.measures.metric,
        penalty=trained.measures.penalty,
        validation_loss=loss,
        validation_metric=jnp.mean(validation.metric, -1, where=judged),
        selection_loss=jnp.mean(selection.loss, -1, where=ranked),
        selection_metric=jnp.mean(selection.metric, -1, where=ranked),
    )


def _better(new: Best, old: Best) -> Best:
    improved = new.loss < old.loss  # false for NaN: a member that diverged keeps its best epoch
    return jax.tree.map(lambda a, b: jnp.where(improved, a, b), new, old)
