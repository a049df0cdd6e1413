"""A population whose rows come from files, a window at a time."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from itertools import chain, islice
from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Bool, Int

from wellfit.data.dataset import Dataset
from wellfit.engine.feed import Rows
from wellfit.engine.folds import facts
from wellfit.engine.group import Group
from wellfit.engine.plans.devices import EVERYWHERE, STREAMS, place
from wellfit.engine.plans.plan import Plan
from wellfit.engine.program import Program
from wellfit.engine.roster import Roster
from wellfit.engine.session import Session
from wellfit.engine.state import Measures, Member
from wellfit.engine.step import StepMeasures
from wellfit.engine.streaming.feed import Fed, Feed
from wellfit.engine.streaming.program import (
    Batches,
    Progress,
    batches_axis,
    book_epoch,
    score_window,
    spread,
    train_window,
)
from wellfit.engine.streaming.sizes import BLOCK_BYTES, WINDOW_BYTES, sizes
from wellfit.engine.streaming.source import source
from wellfit.engine.streaming.windows import Window, Windows, held_out_windows
from wellfit.engine.streams import Stream
from wellfit.recipes.recipe import Recipe

# A program on its way, and what it will be called with.
Compiling: TypeAlias = "tuple[Future[Any], tuple[Any, ...]]"


class StreamedPopulation:
    """The members streams × recipes, as `Population` has them, on rows that need not fit into memory.

    All members share each read, and therefore the order of the batches, which is that of no seed: streams
    of different seeds differ in starts and dropout alone. Measures, best weights and what is left are
    those that a population in memory would have with the same batches.
    """

    def __init__(
        self,
        groups: Sequence[Sequence[Recipe]],
        streams: Sequence[Stream],
        data: Dataset,
        session: Session,
        plan: Plan,
        *,
        window_bytes: int = WINDOW_BYTES,
        block_bytes: int = BLOCK_BYTES,
    ) -> None:
        self.streams, self.session, self.plan, self.parts = list(streams), session, plan, data.parts
        self._splits, self._target = data.splits, data.target
        templates = [session.template(group, data) for group in groups]
        self._sources = [source(data.blocks[block]) for block in templates[0].blocks]
        row_bytes = sum(one.row_bytes for one in self._sources)
        batch, rows = templates[0].recipe.batch_size, len(data.splits.train)
        self._sizes = sizes(rows, batch, row_bytes, window_bytes, block_bytes)
        self._roster = Roster(
            templates, groups, streams, facts(data, self.steps), len(data.splits.selection), plan.devices
        )
        self._held_out = np.concatenate([data.splits.validation, data.splits.selection])
        self._kept: list[Fed] | None = None
        self._keeps = len(self._held_out) * row_bytes <= window_bytes
        self._bytes, self._waited = 0, 0.0
        self.judged: Sequence[np.ndarray] = ()  # there are no folds

    @property
    def groups(self) -> list[Group]:
        """The members by shape."""
        return self._roster.groups

    @property
    def batch_size(self) -> int:
        """Rows in a whole batch."""
        return self._sizes.batch

    @property
    def steps(self) -> int:
        """Optimizer steps an epoch."""
        return -(-self._sizes.rows // self._sizes.batch)

    @property
    def bytes(self) -> int:
        """Memory that the training program takes at its peak; known once it has run."""
        return self._bytes

    def prepare(self, epochs: int) -> None:
        """Begin to compile the programs, beside whatever else is going on; they serve any number of epochs."""
        windows, progress = self._windows(), self._begin()
        rows = self._feed(windows).empty(windows.empty(1).labels)
        for steps, last in ((self._sizes.steps, False), (self._sizes.last_steps, True)):
            self._training(rows, windows.empty(steps), progress, last=last)

    def run(self, epochs: range) -> tuple[list[Measures], float]:
        """Train through these epochs (0-based); each group's measures [streams, epochs, recipes], and the seconds."""
        with self.session.devices:
            begin, self._waited = time.perf_counter(), 0.0
            windows = self._windows()
            again = [] if self._keep_held_out() else [self._held_out]
            parts = ([windows.of_epoch(epoch), *map(windows.held_out, again)] for epoch in epochs)
            coming = self._feed(windows).through(chain.from_iterable(chain.from_iterable(parts)))
            found = [self._epoch(coming) for _ in epochs]
            seconds = time.perf_counter() - begin - self._waited
        groups = [[epoch[number] for epoch in found] for number in range(len(self.groups))]
        stacked = [Measures(*(np.stack(parts, axis=1) for parts in zip(*group, strict=True))) for group in groups]
        return self._roster.measures(stacked), seconds

    def compact(self, running: Sequence[Bool[np.ndarray, "streams recipes"]], epochs: int) -> None:
        """Let go of members that no longer train, where `epochs` more without them repay other programs."""
        self._roster.compact(running, epochs * self.steps)

    def copies(self, group: Group, chosen: Bool[np.ndarray, "streams recipes"]) -> dict[tuple[int, int], Member]:
        """The chosen members (stream, recipe) as they are now, on the host."""
        return self._roster.copies(group, chosen)

    def best_epochs(self, group: Group) -> Int[np.ndarray, "streams recipes"]:
        """The epoch of each member's lowest validation loss; 0 for a member that is no longer in the arrays."""
        return self._roster.best_epochs(group)

    def _windows(self) -> Windows:
        return Windows(self._splits.train, self._target, self._roster.placed_streams, self._sizes)

    def _feed(self, windows: Windows) -> Feed:
        return Feed(self._sources, windows.fixed, self._sizes.window, self.plan.devices)

    def _begin(self) -> tuple[Progress, ...]:
        progress = []
        for group in self.groups:
            zeros = [jnp.zeros(group.members.epoch.shape, jnp.float32) for _ in range(4)]
            *sums, rows = place(zeros, self.plan.devices, self._roster.axis)
            progress.append(Progress(group.members.weights, group.members.optimizer, StepMeasures(*sums), rows))
        return tuple(progress)

    def _keep_held_out(self) -> bool:
        """Whether the held-out rows are few enough to stay in memory, from now on."""
        if self._keeps and self._kept is None:
            feed = Feed(self._sources, self._held_out[:0], len(self._held_out), self.plan.devices)
            windows = held_out_windows(self._held_out, self._target, len(self._held_out), fixed=0, arranged=1)
            self._kept = list(feed.through(windows))
        return self._keeps

    def _epoch(self, coming: Iterator[Fed]) -> list[Measures]:
        """One epoch of all members; each group's measures [streams, recipes]."""
        progress, scores = self._begin(), []
        count = -(-self.steps // self._sizes.steps)
        for number in range(count):
            window, rows = next(coming)
            progress = self._call(*self._training(rows, window, progress, last=number == count - 1))
        held_out = self._kept or islice(coming, -(-len(self._held_out) // self._sizes.window))
        for window, rows in held_out:
            scores.append(self._call(*self._scoring(rows, window.inputs, progress)))
        members, measures = self._call(*self._booking(progress, scores))
        self._roster.take(members)
        return [jax.tree.map(np.asarray, one) for one in measures]

    def _training(self, rows: Rows, window: Window, progress: tuple[Progress, ...], *, last: bool) -> Compiling:
        axis, shared = self._roster.axis, len(window.inputs) == 1
        dealt = batches_axis(axis, shared=shared)
        batches = place(Batches(window.inputs, window.targets), self.plan.devices, dealt)
        program = self._program(last=last)
        given = (EVERYWHERE, dealt, axis, axis)
        function = spread(partial(train_window, program), self.plan.devices, given, axis)
        arguments = (rows, batches, tuple(group.hyper for group in self.groups), progress)
        return self.session.compiled(("train", program, self.plan, axis), function, arguments, donate=3), arguments

    def _scoring(self, rows: Rows, numbers: np.ndarray, progress: tuple[Progress, ...]) -> Compiling:
        axis, devices = self._roster.axis, self.plan.devices
        streams = STREAMS if axis == STREAMS else EVERYWHERE
        blank = place(np.array([stream.blank for stream in self._roster.placed_streams]), devices, streams)
        program = self._program(last=False)
        given = (EVERYWHERE, EVERYWHERE, streams, axis, axis)
        function = spread(partial(score_window, program), devices, given, axis)
        hyper, weights = tuple(group.hyper for group in self.groups), tuple(now.weights for now in progress)
        arguments = (rows, place(numbers, devices, EVERYWHERE), blank, hyper, weights)
        return self.session.compiled(("score", program, self.plan, axis), function, arguments), arguments

    def _booking(self, progress: tuple[Progress, ...], scores: list[Any]) -> Compiling:
        axis, held_out = self._roster.axis, (len(self._splits.validation), len(self._splits.selection))
        function = spread(partial(book_epoch, *held_out), self.plan.devices, (axis, axis, axis), axis)
        members = tuple(
            group.members._replace(weights=now.weights, optimizer=now.optimizer)
            for group, now in zip(self.groups, progress, strict=True)
        )
        arguments = (members, progress, scores)
        return self.session.compiled(("book", held_out, self.plan, axis), function, arguments), arguments

    def _program(self, *, last: bool) -> Program:
        templates = tuple(group.template for group in self.groups)
        rest = self._sizes.rows % self.batch_size if last and any(one.mixes_rows for one in templates) else 0
        blanked = any(stream.blank for stream in self._roster.placed_streams)
        return Program(templates, self.plan.layout, blanked, rest)

    def _call(self, program: "Future[Any]", arguments: tuple[Any, ...]) -> Any:
        """What the program makes of its arguments; waits for it to be compiled, which does not count as training."""
        begin = time.perf_counter()
        compiled = program.result().program
        self._waited += time.perf_counter() - begin
        memory = compiled.memory_analysis()
        self._bytes = max(self._bytes, memory.argument_size_in_bytes + memory.temp_size_in_bytes)
        return jax.block_until_ready(compiled(*arguments))
