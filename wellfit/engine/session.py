"""What the populations of one study share: rows on the device, and what its programs cost."""

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Any

import jax

from wellfit.data.dataset import Dataset
from wellfit.engine.cache import keep_programs
from wellfit.engine.executors.networks import Networks
from wellfit.engine.feed import Rows, Stretch, filled, lay_out
from wellfit.engine.plans.devices import EVERYWHERE, make_cores_devices, place
from wellfit.engine.shape import Shape, uses
from wellfit.engine.store import Made, store
from wellfit.engine.template import Template
from wellfit.recipes.recipe import Recipe


class Session:
    """Remembers rows that are laid out, and the programs that were needed; a study uses one for all its gates.

    The programs themselves outlive it, in the process' store and in the cache on disk.
    """

    def __init__(self) -> None:
        make_cores_devices()
        keep_programs()
        self._needed: dict[Hashable, Future[Made]] = {}
        self._made: list[Future[Made]] = []
        self.networks = Networks()  # where Keras runs on another backend than JAX
        # Held by whatever is running on the devices: a trial of a plan beside another's training would tell nothing.
        self.devices = Lock()
        self._rows: dict[Any, Rows] = {}
        self._filled: dict[Any, float] = {}
        self._kept: dict[int, Any] = {}  # objects whose id is part of a key stay alive with it

    @property
    def programs(self) -> int:
        """How many programs were needed."""
        return len(self._needed)

    @property
    def seconds_compiling(self) -> float:
        """Seconds that tracing and compiling took, also beside other things; nothing for what was there before."""
        return sum((made.result().seconds for made in self._made if made.done()), 0.0)

    def template(self, recipes: Sequence[Recipe], data: Dataset) -> Template:
        """The template of these recipes' common shape."""
        shape, used, target = Shape.of(recipes[0]), uses(recipes), data.pipeline.target
        blocks = tuple((name, data.shapes[name]) for name in shape.network.inputs(data.shapes))
        key = (shape, used, data.task.kind, data.task.outputs, target.transform, blocks)
        return store().get(key, lambda: Template(recipes[0], data, used))

    def rows(self, stretches: Sequence[Stretch], template: Template, devices: int) -> Rows:
        """These rows on each of the devices, as the template's model reads them best."""
        taken = tuple(
            (self._identity(data.blocks), self._identity(data.target), rows.tobytes()) for data, rows in stretches
        )
        key = (taken, template.blocks, template.multiplied, devices)
        if key not in self._rows:
            rows = lay_out(stretches, template.blocks, template.multiplied)
            self._rows[key] = place(rows, devices, EVERYWHERE)
        return self._rows[key]

    def filled(self, data: Dataset, template: Template) -> float:
        """The fraction of a row's cells that the template's products read."""
        key = (self._identity(data.blocks), template.blocks, template.multiplied)
        if key not in self._filled:
            self._filled[key] = filled(data, template.blocks, template.multiplied)
        return self._filled[key]

    def compiled(
        self,
        key: Hashable,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        donate: int | tuple[int, ...] = (),
    ) -> "Future[Made]":
        """The function compiled for arguments of these shapes: traced now, compiled beside what follows."""
        leaves, tree = jax.tree.flatten(arguments)
        whole = (key, tree, tuple((leaf.shape, str(leaf.dtype)) for leaf in leaves))
        if whole not in self._needed:
            new = whole not in store()
            self._needed[whole] = store().compiled(whole, function, arguments, donate)
            if new:
                self._made.append(self._needed[whole])
        return self._needed[whole]

    def _identity(self, thing: Any) -> int:
        self._kept[id(thing)] = thing
        return id(thing)
