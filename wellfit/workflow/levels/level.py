"""One level of training on images, with the recipe that it came to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from wellfit.workflow.usual_epoch import usual_epoch

if TYPE_CHECKING:
    from wellfit.engine.runs import Runs
    from wellfit.recipes.recipe import Recipe

LevelName = Literal["scratch", "features", "tuning"]
# As they are called in a sentence.
SAID: dict[LevelName, str] = {
    "scratch": "a network from scratch",
    "features": "a head on the backbone's features",
    "tuning": "the backbone's last blocks tuned",
}


@dataclass(frozen=True, kw_only=True)
class Level:
    """What a level's gate found: the recipe that the validation split chose or remedies led to, and its runs.

    The runs' data hold what the recipe reads: the images, the backbone's features, or its last feature map but so many
    `blocks`; selection rows are the same for all. `seconds` is what the whole level took.
    """

    name: LevelName
    recipe: "Recipe"
    runs: "Runs"
    seconds: float
    blocks: int = 0

    @property
    def rows(self) -> np.ndarray:
        """Losses on the selection rows, [seeds, rows], each seed at its best epoch by the validation rows."""
        return self.runs.best_rows(self.recipe.name)

    @property
    def epochs(self) -> int:
        """The mean best epoch, at least one: for how long the last gate trains it."""
        return usual_epoch(self.runs, self.recipe.name) or 1
