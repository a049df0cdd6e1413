"""What populations share between calls: templates, compiled programs, rows on the device."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import jax
import joblib
from jax.stages import Compiled, Lowered

from wellfit.data.dataset import Dataset
from wellfit.engine.cache import keep_programs
from wellfit.engine.feed import Rows, Stretch, lay_out
from wellfit.engine.plans.devices import EVERYWHERE, make_cores_devices, place
from wellfit.engine.shape import Shape, uses
from wellfit.engine.template import Template
from wellfit.recipes.recipe import Recipe


class Session:
    """Remembers what is costly to make again; a study uses one for all its gates."""

    def __init__(self) -> None:
        make_cores_devices()
        keep_programs()
        self._seconds: list[float] = []  # of tracing and compiling each program, which may overlap
        self._templates: dict[Any, Template] = {}
        self._programs: dict[Any, Future[Compiled]] = {}
        self._compilers = ThreadPoolExecutor(joblib.cpu_count(), thread_name_prefix="compile")
        self._rows: dict[Any, Rows] = {}
        self._kept: dict[int, Any] = {}  # objects whose id is part of a key stay alive with it

    @property
    def programs(self) -> int:
        """How many programs have been compiled."""
        return len(self._programs)

    @property
    def seconds_compiling(self) -> float:
        """Seconds spent on tracing and compiling, also while something else was going on."""
        return sum(self._seconds)

    def template(self, recipes: Sequence[Recipe], data: Dataset) -> Template:
        """The template of these recipes' common shape."""
        used = uses(recipes)
        key = (Shape.of(recipes[0]), used, data.task, self._identity(data.pipeline), tuple(data.shapes.items()))
        if key not in self._templates:
            self._templates[key] = Template(recipes[0], data, used)
        return self._templates[key]

    def rows(self, stretches: Sequence[Stretch], blocks: Sequence[str], devices: int) -> Rows:
        """These rows on each of the devices."""
        taken = tuple(
            (self._identity(data.blocks), self._identity(data.target), rows.tobytes()) for data, rows in stretches
        )
        key = (taken, tuple(blocks), devices)
        if key not in self._rows:
            self._rows[key] = place(lay_out(stretches, blocks), devices, EVERYWHERE)
        return self._rows[key]

    def compiled(
        self, key: Any, function: Callable[..., Any], arguments: tuple[Any, ...], donate: int | tuple[int, ...] = ()
    ) -> "Future[Compiled]":
        """The function compiled for arguments of these shapes: traced now, compiled beside what follows."""
        leaves, tree = jax.tree.flatten(arguments)
        shapes = (tree, tuple((leaf.shape, str(leaf.dtype)) for leaf in leaves))
        if (key, shapes) not in self._programs:
            begin = time.perf_counter()
            program = jax.jit(function, donate_argnums=donate).lower(*arguments)
            self._seconds.append(time.perf_counter() - begin)
            self._programs[key, shapes] = self._compilers.submit(self._compile, program)
        return self._programs[key, shapes]

    def _compile(self, program: Lowered) -> Compiled:
        begin = time.perf_counter()
        compiled = program.compile()
        self._seconds.append(time.perf_counter() - begin)
        return compiled

    def _identity(self, thing: Any) -> int:
        self._kept[id(thing)] = thing
        return id(thing)
