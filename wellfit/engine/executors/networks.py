"""The Keras models of a study, each compiled once."""

from dataclasses import dataclass, field, replace
from typing import Any

from wellfit.data.dataset import Dataset
from wellfit.engine.executors.network import Network
from wellfit.recipes.recipe import Recipe


@dataclass
class Networks:
    """Remembers models that cost seconds to compile; recipes that differ in name or learning rate share one."""

    seconds_compiling: float = 0.0
    _made: dict[Any, Network] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many have been made."""
        return len(self._made)

    def of(self, recipe: Recipe, data: Dataset) -> Network:
        """The model in which this recipe's members train."""
        # The rate is a variable of the optimizer; penalties, decay and dropout rates are constants of the program.
        common = replace(recipe, name="any", optimizer=replace(recipe.optimizer, learning_rate=1.0))
        key = (common, data.task, data.pipeline.target, tuple(sorted(data.shapes.items())))
        if key not in self._made:
            self._made[key] = Network(common, data)
        return self._made[key]
