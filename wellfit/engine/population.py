"""A population on its way through training: compiled once, run in chunks of epochs."""

import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import Any

import jax
import numpy as np
from jaxtyping import Bool, Int

from wellfit.data.dataset import Dataset
from wellfit.engine.evaluation import HeldOut
from wellfit.engine.folds import number_rows, scales
from wellfit.engine.group import Group, full_grid
from wellfit.engine.plans.cost import step_seconds, worth_compacting
from wellfit.engine.plans.devices import EVERYWHERE, STREAMS, axis_for, over_devices, place
from wellfit.engine.plans.plan import Plan
from wellfit.engine.program import Program, Schedule, run_chunk
from wellfit.engine.session import Session
from wellfit.engine.state import Measures, Member
from wellfit.engine.store import Made
from wellfit.engine.streams import NOBODY, Stream
from wellfit.recipes.recipe import Recipe


class Population:
    """The members streams × recipes; the recipes of each group have one shape, all of them one batch size.

    Arrays may hold fewer members than there are at first (those that left are no longer trained), and
    more (places that even out the devices hold a copy of another member); what goes in and
    comes out is counted in the streams and recipes given.
    """

    def __init__(
        self,
        groups: Sequence[Sequence[Recipe]],
        streams: Sequence[Stream],
        data: Dataset,
        session: Session,
        plan: Plan,
    ) -> None:
        self.streams, self.session, self.plan, self.parts = list(streams), session, plan, data.parts
        templates = [session.template(group, data) for group in groups]
        stretches, self.numbers = number_rows(data)
        self.rows = session.rows(stretches, templates[0].blocks, plan.devices)
        self._folded = bool(data.folds)
        held_out = HeldOut(self.numbers.validation, self.numbers.selection)
        shared = held_out if self._folded else HeldOut(*(numbers[0] for numbers in held_out))
        self._held_out = place(shared, plan.devices, EVERYWHERE)
        self._axis = axis_for(plan.devices, len(streams), [len(group) for group in groups])
        self._shares = (plan.devices, 1) if self._axis == STREAMS else (1, plan.devices)
        self._places = _filled(np.arange(len(streams)), self._shares[0])
        chosen = [self.streams[i] for i in self._places]
        selection, units = self.numbers.selection.shape[1], scales(data)
        self._bytes = 0
        self.groups = []
        for template, recipes in zip(templates, groups, strict=True):
            places = _filled(np.arange(len(recipes)), self._shares[1])
            group = Group.begin(template, list(recipes), places, chosen, units, selection)
            self.groups.append(group.placed(plan.devices, self._axis))

    @property
    def batch_size(self) -> int:
        """Rows in a whole batch."""
        return min(self.groups[0].template.recipe.batch_size, self.numbers.train.shape[1])

    @property
    def steps(self) -> int:
        """Optimizer steps an epoch."""
        return -(-self.numbers.train.shape[1] // self.batch_size)

    @property
    def bytes(self) -> int:
        """Memory that the program takes at its peak: what it is given and what it works with; known once compiled."""
        return self._bytes

    def prepare(self, epochs: int) -> None:
        """Begin to compile the program for chunks of so many epochs, beside whatever else is going on."""
        self._program(self._arguments(range(epochs)))

    def run(self, epochs: range) -> tuple[list[Measures], float]:
        """Train through these epochs (0-based); each group's measures [streams, epochs, recipes], and the seconds."""
        arguments = self._arguments(epochs)
        program = self._program(arguments).result().program
        if memory := program.memory_analysis():  # not every platform tells
            self._bytes = memory.argument_size_in_bytes + memory.temp_size_in_bytes
        begin = time.perf_counter()
        members, measures = program(*arguments)
        measures = jax.block_until_ready(measures)
        seconds = time.perf_counter() - begin
        self.groups = [replace(group, members=new) for group, new in zip(self.groups, members, strict=True)]
        shapes = [(len(self.streams), len(group.recipes)) for group in self.groups]
        pairs = zip(measures, self.groups, shapes, strict=True)
        return [full_grid(found, self._places, group, shape) for found, group, shape in pairs], seconds

    def compact(self, running: Sequence[Bool[np.ndarray, "streams recipes"]], epochs: int) -> None:
        """Let go of members that no longer train, where `epochs` more without them repay another program."""
        rows = _filled(np.flatnonzero(np.any([grid.any(axis=1) for grid in running], axis=0)), self._shares[0])
        kept = [np.flatnonzero(grid.any(axis=0)) for grid in running]
        columns = [_filled(found if len(found) else np.array([0]), self._shares[1]) for found in kept]
        before = sum(len(self._places) * len(group.places) for group in self.groups)
        after = sum(len(rows) * len(places) for places in columns)
        largest = max((group.template for group in self.groups), key=step_seconds)
        if not worth_compacting(largest, before=before, after=after, steps=epochs * self.steps):
            return
        for number, (group, places) in enumerate(zip(self.groups, columns, strict=True)):
            smaller = group.kept(_positions(self._places, rows), _positions(group.places, places))
            self.groups[number] = smaller.placed(self.plan.devices, self._axis)
        self._places = rows

    def copies(self, group: Group, chosen: Bool[np.ndarray, "streams recipes"]) -> dict[tuple[int, int], Member]:
        """The chosen members (stream, recipe) as they are now, on the host."""
        members = jax.tree.map(np.asarray, group.members) if chosen.any() else group.members
        found = np.argwhere(chosen)
        places = zip(_positions(self._places, found[:, 0]), _positions(group.places, found[:, 1]), strict=True)
        leave = [jax.tree.map(lambda leaf, at=at: leaf[at].copy(), members) for at in places]
        return {(stream, recipe): member for (stream, recipe), member in zip(found.tolist(), leave, strict=True)}

    def best_epochs(self, group: Group) -> Int[np.ndarray, "streams recipes"]:
        """The epoch of each member's lowest validation loss; 0 for a member that is no longer in the arrays."""
        best = np.zeros((len(self.streams), len(group.recipes)), int)
        best[np.ix_(self._places, group.places)] = np.asarray(group.members.best.epoch)
        return best

    def _program(self, arguments: tuple[Any, ...]) -> "Future[Made]":
        blanked = any(self.streams[i].blank for i in self._places)
        templates = tuple(group.template for group in self.groups)
        rest = self.numbers.train.shape[1] % self.batch_size if any(one.mixes_rows for one in templates) else 0
        program = Program(templates, self.plan.layout, blanked, rest)
        function = over_devices(partial(run_chunk, program), self.plan.devices, self._axis)
        return self.session.compiled((program, self.plan, self._axis), function, arguments, donate=4)

    def _arguments(self, epochs: range) -> tuple[Any, ...]:
        schedule = place(self._schedule(epochs), self.plan.devices, STREAMS if self._axis == STREAMS else EVERYWHERE)
        hyper, members = (tuple(part) for part in zip(*((g.hyper, g.members) for g in self.groups), strict=True))
        return self.rows, self._held_out, schedule, hyper, members

    def _schedule(self, epochs: range) -> Schedule:
        streams = [self.streams[i] for i in self._places]
        train = self.numbers.train
        batches = [stream.batches(train.shape[1], self.batch_size, epochs) for stream in streams]
        blank, fold = (np.array([getattr(stream, name) for stream in streams]) for name in ("blank", "fold"))
        numbers = np.pad(train, ((0, 0), (0, 1)), constant_values=NOBODY)  # NOBODY, -1, is its own number
        pairs = [[numbers[at][part] for part in both] for at, both in zip(fold, batches, strict=True)]
        inputs, targets = (np.stack(parts) for parts in zip(*pairs, strict=True))
        inputs[blank] = NOBODY
        inputs = np.where(inputs == NOBODY, len(self.rows.target) - 1, inputs)
        return Schedule(inputs, targets, blank, fold if self._folded else None)


def _filled(places: Int[np.ndarray, " places"], shares: int) -> Int[np.ndarray, " filled"]:
    """As many places as can be dealt out in equal shares: the first ones come again."""
    return np.resize(places, -(-len(places) // shares) * shares)


def _positions(held: Int[np.ndarray, " held"], wanted: Int[np.ndarray, " wanted"]) -> Int[np.ndarray, " wanted"]:
    """Where each of the wanted places is held first."""
    found, first = np.unique(held, return_index=True)
    return first[np.searchsorted(found, wanted)]
