"""A population on its way through training: compiled once, run in chunks of epochs."""

import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import jax
import numpy as np
from jaxtyping import Bool, Int

from wellfit.data.dataset import Dataset
from wellfit.engine.evaluation import HeldOut
from wellfit.engine.group import Group, full_grid
from wellfit.engine.plans.devices import EVERYWHERE, RECIPES, STREAMS, axis_for, over_devices, place
from wellfit.engine.plans.plan import Plan
from wellfit.engine.program import Program, Schedule, run_chunk
from wellfit.engine.session import Session
from wellfit.engine.state import Measures, Member
from wellfit.engine.streams import NOBODY, Stream
from wellfit.recipes.recipe import Recipe


class Numbers(NamedTuple):
    """Row numbers of each split within `Rows`."""

    train: np.ndarray
    validation: np.ndarray
    selection: np.ndarray


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
        self.streams, self.session, self.plan = list(streams), session, plan
        templates = [session.template(group, data) for group in groups]
        used = np.union1d(np.union1d(data.splits.train, data.splits.validation), data.splits.selection)
        self.rows = session.rows(data, templates[0].blocks, used, plan.devices)
        splits = (data.splits.train, data.splits.validation, data.splits.selection)
        self.numbers = Numbers(*(np.searchsorted(used, split).astype(np.int32) for split in splits))
        self._held_out = place(HeldOut(self.numbers.validation, self.numbers.selection), plan.devices, EVERYWHERE)
        self._axis = axis_for(plan.devices, len(streams), [len(group) for group in groups])
        self._places = self._filled(np.arange(len(streams)), self._axis == STREAMS)
        chosen = [self.streams[i] for i in self._places]
        selection = len(self.numbers.selection)
        self.groups = []
        for template, recipes in zip(templates, groups, strict=True):
            places = self._filled(np.arange(len(recipes)), self._axis == RECIPES)
            group = Group.begin(template, list(recipes), places, chosen, selection)
            self.groups.append(group.placed(plan.devices, self._axis))

    @property
    def batch_size(self) -> int:
        """Rows in a whole batch."""
        return min(self.groups[0].template.recipe.batch_size, len(self.numbers.train))

    @property
    def steps(self) -> int:
        """Optimizer steps an epoch."""
        return -(-len(self.numbers.train) // self.batch_size)

    def prepare(self, epochs: int) -> None:
        """Begin to compile the program for chunks of so many epochs, beside whatever else is going on."""
        self._program(self._arguments(range(epochs)))

    def run(self, epochs: range) -> tuple[list[Measures], float]:
        """Train through these epochs (0-based); each group's measures [streams, epochs, recipes], and the seconds."""
        arguments = self._arguments(epochs)
        program = self._program(arguments).result()
        begin = time.perf_counter()
        members, measures = program(*arguments)
        measures = jax.block_until_ready(measures)
        seconds = time.perf_counter() - begin
        self.groups = [replace(group, members=new) for group, new in zip(self.groups, members, strict=True)]
        shapes = [(len(self.streams), len(group.recipes)) for group in self.groups]
        pairs = zip(measures, self.groups, shapes, strict=True)
        return [full_grid(found, self._places, group, shape) for found, group, shape in pairs], seconds

    def copies(self, group: Group, chosen: Bool[np.ndarray, "streams recipes"]) -> dict[tuple[int, int], Member]:
        """The chosen members (stream, recipe) as they are now, on the host."""
        members = jax.tree.map(np.asarray, group.members) if chosen.any() else group.members
        rows, columns = _first_places(self._places), _first_places(group.places)
        return {
            (stream, recipe): jax.tree.map(lambda leaf, at=(rows[stream], columns[recipe]): leaf[at].copy(), members)
            for stream, recipe in np.argwhere(chosen).tolist()
        }

    def best_epochs(self, group: Group) -> Int[np.ndarray, "streams recipes"]:
        """The epoch of each member's lowest validation loss; 0 for a member that is no longer in the arrays."""
        best = np.zeros((len(self.streams), len(group.recipes)), int)
        best[np.ix_(self._places, group.places)] = np.asarray(group.members.best.epoch)
        return best

    def _program(self, arguments: tuple[Any, ...]) -> "Future[Any]":
        blanked = any(stream.blank for stream in self.streams)
        templates = tuple(group.template for group in self.groups)
        rest = len(self.numbers.train) % self.batch_size if any(one.mixes_rows for one in templates) else 0
        program = Program(templates, self.plan.layout, blanked, rest)
        function = over_devices(partial(run_chunk, program), self.plan.devices, self._axis)
        return self.session.compiled((program, self.plan, self._axis), function, arguments, donate=4)

    def _arguments(self, epochs: range) -> tuple[Any, ...]:
        schedule = place(self._schedule(epochs), self.plan.devices, STREAMS if self._axis == STREAMS else EVERYWHERE)
        hyper, members = (tuple(part) for part in zip(*((g.hyper, g.members) for g in self.groups), strict=True))
        return self.rows, self._held_out, schedule, hyper, members

    def _schedule(self, epochs: range) -> Schedule:
        streams = [self.streams[i] for i in self._places]
        batches = [stream.batches(len(self.numbers.train), self.batch_size, epochs) for stream in streams]
        blank = np.array([stream.blank for stream in streams])
        numbers = np.append(self.numbers.train, np.int32(NOBODY))
        inputs, targets = (np.stack([numbers[part[i]] for part in batches]) for i in (0, 1))
        inputs[blank] = NOBODY
        return Schedule(np.where(inputs == NOBODY, len(self.rows.target) - 1, inputs), targets, blank)

    def _filled(self, places: Int[np.ndarray, " places"], dealt: bool) -> Int[np.ndarray, " filled"]:
        """As many places as can be dealt out evenly: the first ones come again."""
        count = len(places)
        return np.resize(places, -(-count // self.plan.devices) * self.plan.devices) if dealt else places


def _first_places(held: Int[np.ndarray, " places"]) -> dict[int, int]:
    """Where each is found first."""
    found, first = np.unique(held, return_index=True)
    return dict(zip(found.tolist(), first.tolist(), strict=True))
