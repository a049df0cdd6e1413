"""The Keras models of a study, each compiled once."""

from dataclasses import dataclass, field, replace
from typing import Any

from wellfit.data.dataset import Dataset
from wellfit.engine.executors.network import Network
from wellfit.engine.export import kept
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

    def of(self, recipe: Recipe, data: Dataset, steps: int) -> Network:
        """The model in which this recipe's members train; `steps` are those of an epoch."""
        # The rate is a variable of the optimizer unless it follows a schedule; penalties, decay and dropout rates
        # are constants of the program.
        scheduled = recipe.training.schedule.warm_up > 0 or recipe.training.schedule.kind in ("cosine", "step")
        rate = recipe.optimizer.learning_rate if scheduled else 1.0
        common = replace(recipe, name="any", optimizer=replace(recipe.optimizer, learning_rate=rate))
        shapes = tuple(sorted(data.shapes.items()))
        columns = tuple(kept(recipe, data) or ())  # of the fold
        key = (common, data.task, data.pipeline.target, shapes, columns, steps if scheduled else 0)
        if key not in self._made:
            self._made[key] = Network(common, data, steps)
        return self._made[key]
