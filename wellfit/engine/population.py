"""One population on its way through training: compiled once, run in chunks of epochs."""

import time
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.engine.program import HeldOut, Schedule, run_chunk
from wellfit.engine.session import Session
from wellfit.engine.state import Measures, Member
from wellfit.engine.streams import Stream
from wellfit.engine.template import hyper
from wellfit.recipes.recipe import Recipe

# Batches above this many bytes are gathered for one stream at a time: they no longer fit the cache,
# and the first layer's product is large enough by itself. Below it, streams run side by side.
WIDE_BATCH_BYTES = 4_000_000


class Numbers(NamedTuple):
    """Row numbers of each split within `Rows`."""

    train: np.ndarray
    validation: np.ndarray
    selection: np.ndarray


class Population:
    """The members streams × recipes, all recipes of one shape."""

    def __init__(self, recipes: Sequence[Recipe], streams: Sequence[Stream], data: Dataset, session: Session) -> None:
        self.recipes, self.streams, self.session = list(recipes), list(streams), session
        self.template = session.template(self.recipes, data)
        used = np.union1d(np.union1d(data.splits.train, data.splits.validation), data.splits.selection)
        self.rows = session.rows(data, self.template.blocks, used)
        splits = (data.splits.train, data.splits.validation, data.splits.selection)
        self.numbers = Numbers(*(np.searchsorted(used, split).astype(np.int32) for split in splits))
        self._held_out = HeldOut(jnp.asarray(self.numbers.validation), jnp.asarray(self.numbers.selection))
        self._hyper = _stack([[hyper(recipe) for recipe in recipes] for _ in streams])
        selection = len(self.numbers.selection)
        self.members: Member = _stack(
            [[self.template.start(recipe, stream.seed, selection) for recipe in recipes] for stream in streams]
        )

    @property
    def steps(self) -> int:
        """Optimizer steps an epoch."""
        return max(1, len(self.numbers.train) // self.template.recipe.batch_size)

    def run(self, epochs: range) -> tuple[Measures, float]:
        """Train through these epochs (0-based); measures [streams, epochs, recipes], and the seconds it took."""
        arguments = (self.rows, self._held_out, self._schedule(epochs), self._hyper, self.members)
        blanked, at_once = any(stream.blank for stream in self.streams), self._streams_at_once()
        function = partial(run_chunk, self.template, blanked, at_once)
        program = self.session.compiled((self.template, blanked, at_once), function, arguments, donate=4)
        begin = time.perf_counter()
        self.members, measures = program(*arguments)
        return jax.tree.map(np.asarray, measures), time.perf_counter() - begin

    def _schedule(self, epochs: range) -> Schedule:
        size = self.template.recipe.batch_size
        batches = [stream.batches(len(self.numbers.train), size, epochs) for stream in self.streams]
        inputs, targets = (np.stack([self.numbers.train[part[i]] for part in batches]) for i in (0, 1))
        blank = np.array([stream.blank for stream in self.streams])
        inputs[blank] = len(self.rows.target) - 1
        return Schedule(jnp.asarray(inputs), jnp.asarray(targets), jnp.asarray(blank))

    def _streams_at_once(self) -> int:
        cells = sum(int(np.prod(block.shape[1:])) for block in self.rows.inputs)
        wide = 4 * cells * self.template.recipe.batch_size > WIDE_BATCH_BYTES
        return 1 if wide else len(self.streams)


def _stack(grid: Sequence[Sequence[Any]]) -> Any:
    """A grid [streams][recipes] of equal trees as one tree with leading axes [streams, recipes]."""
    flat = [cell for line in grid for cell in line]
    lead = (len(grid), len(grid[0]))
    return jax.tree.map(lambda *cells: jnp.asarray(np.stack(cells).reshape(lead + np.shape(cells[0]))), *flat)
