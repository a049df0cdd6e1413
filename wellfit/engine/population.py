"""A population on its way through training: compiled once, run in chunks of epochs."""

import time
from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any

import jax
import numpy as np
from jaxtyping import Bool, Int

from wellfit.data.dataset import Dataset
from wellfit.engine.evaluation import HeldOut
from wellfit.engine.folds import facts, number_rows
from wellfit.engine.group import Group
from wellfit.engine.plans.devices import EVERYWHERE, STREAMS, over_devices, place
from wellfit.engine.plans.plan import Plan
from wellfit.engine.program import Program, Schedule, run_chunk
from wellfit.engine.roster import Roster
from wellfit.engine.session import Session
from wellfit.engine.state import Measures, Member
from wellfit.engine.store import Made
from wellfit.engine.streams import NOBODY, Stream
from wellfit.recipes.recipe import Recipe


class Population:
    """The members streams × recipes; the recipes of each group have one shape, all of them one batch size."""

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
        self.rows = session.rows(stretches, templates[0], plan.devices)
        self._folded = bool(data.folds)
        held_out = HeldOut(self.numbers.validation, self.numbers.selection)
        shared = held_out if self._folded else HeldOut(*(numbers[0] for numbers in held_out))
        self._held_out = place(shared, plan.devices, EVERYWHERE)
        self._bytes = 0
        # With folds, each group's losses on the selection rows in the last chunk [streams, epochs, recipes, rows].
        self.judged: Sequence[np.ndarray] = ()
        rows, selection = self.numbers.train.shape[1], self.numbers.selection.shape[1]
        told = facts(data, -(-rows // min(templates[0].recipe.batch_size, rows)))
        self._roster = Roster(templates, groups, streams, told, selection, plan.devices)

    @property
    def groups(self) -> list[Group]:
        """The members by shape."""
        return self._roster.groups

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
        with self.session.devices:
            begin = time.perf_counter()
            members, measures, judged = program(*arguments)
            measures = jax.block_until_ready(measures)
            seconds = time.perf_counter() - begin
        self._roster.take(members)
        self.judged = [self._roster.spread(rows, group) for rows, group in zip(judged, self.groups, strict=False)]
        return self._roster.measures(measures), seconds

    def compact(self, running: Sequence[Bool[np.ndarray, "streams recipes"]], epochs: int) -> None:
        """Let go of members that no longer train, where `epochs` more without them repay another program."""
        self._roster.compact(running, epochs * self.steps)

    def copies(self, group: Group, chosen: Bool[np.ndarray, "streams recipes"]) -> dict[tuple[int, int], Member]:
        """The chosen members (stream, recipe) as they are now, on the host."""
        return self._roster.copies(group, chosen)

    def best_epochs(self, group: Group) -> Int[np.ndarray, "streams recipes"]:
        """The epoch of each member's lowest validation loss; 0 for a member that is no longer in the arrays."""
        return self._roster.best_epochs(group)

    def _program(self, arguments: tuple[Any, ...]) -> "Future[Made]":
        blanked = any(stream.blank for stream in self._roster.placed_streams)
        templates = tuple(group.template for group in self.groups)
        rest = self.numbers.train.shape[1] % self.batch_size if any(one.mixes_rows for one in templates) else 0
        program = Program(templates, self.plan.layout, blanked, rest)
        function = over_devices(partial(run_chunk, program), self.plan.devices, self._roster.axis)
        return self.session.compiled((program, self.plan, self._roster.axis), function, arguments, donate=4)

    def _arguments(self, epochs: range) -> tuple[Any, ...]:
        streams = STREAMS if self._roster.axis == STREAMS else EVERYWHERE
        schedule = place(self._schedule(epochs), self.plan.devices, streams)
        hyper, members = (tuple(part) for part in zip(*((g.hyper, g.members) for g in self.groups), strict=True))
        return self.rows, self._held_out, schedule, hyper, members

    def _schedule(self, epochs: range) -> Schedule:
        streams = self._roster.placed_streams
        train = self.numbers.train
        batches = [stream.batches(train.shape[1], self.batch_size, epochs) for stream in streams]
        blank, fold = (np.array([getattr(stream, name) for stream in streams]) for name in ("blank", "fold"))
        numbers = np.pad(train, ((0, 0), (0, 1)), constant_values=NOBODY)  # NOBODY, -1, is its own number
        pairs = [[numbers[at][part] for part in both] for at, both in zip(fold, batches, strict=True)]
        inputs, targets = (np.stack(parts) for parts in zip(*pairs, strict=True))
        inputs[blank] = NOBODY
        inputs = np.where(inputs == NOBODY, len(self.rows.target) - 1, inputs)
        return Schedule(inputs, targets, blank, fold if self._folded else None)
