"""What populations share between calls: templates, compiled programs, rows on the device."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import jax
import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.engine.feed import Rows, lay_out
from wellfit.engine.shape import Shape, uses
from wellfit.engine.template import Template
from wellfit.recipes.recipe import Recipe


class Session:
    """Remembers what is costly to make again; a study uses one for all its gates."""

    def __init__(self) -> None:
        self.seconds_compiling = 0.0
        self._templates: dict[Any, Template] = {}
        self._programs: dict[Any, Any] = {}
        self._rows: dict[Any, Rows] = {}
        self._kept: dict[int, Any] = {}  # objects whose id is part of a key stay alive with it

    @property
    def programs(self) -> int:
        """How many programs have been compiled."""
        return len(self._programs)

    def template(self, recipes: Sequence[Recipe], data: Dataset) -> Template:
        """The template of these recipes' common shape."""
        used = uses(recipes)
        key = (Shape.of(recipes[0]), used, data.task, self._identity(data.pipeline))
        if key not in self._templates:
            self._templates[key] = Template(recipes[0], data, used)
        return self._templates[key]

    def rows(self, data: Dataset, blocks: Sequence[str], numbers: np.ndarray) -> Rows:
        """These rows of the dataset on the device."""
        key = (self._identity(data.blocks), self._identity(data.target), tuple(blocks), numbers.tobytes())
        if key not in self._rows:
            self._rows[key] = lay_out(data, blocks, numbers)
        return self._rows[key]

    def compiled(self, key: Any, function: Callable[..., Any], arguments: tuple[Any, ...], donate: int) -> Any:
        """The function compiled for arguments of these shapes."""
        shapes = tuple((leaf.shape, str(leaf.dtype)) for leaf in jax.tree.leaves(arguments))
        if (key, shapes) not in self._programs:
            begin = time.perf_counter()
            self._programs[key, shapes] = jax.jit(function, donate_argnums=donate).lower(*arguments).compile()
            self.seconds_compiling += time.perf_counter() - begin
        return self._programs[key, shapes]

    def _identity(self, thing: Any) -> int:
        self._kept[id(thing)] = thing
        return id(thing)
