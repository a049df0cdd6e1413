"""What became of one member."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float

from wellfit.engine.state import Weights
from wellfit.engine.streams import Control
from wellfit.recipes.recipe import Recipe

Result = Literal["trained", "stopped", "diverged"]


@dataclass(frozen=True, kw_only=True)
class TrainedMember:
    """One trained network: what became of it, in a word and in a sentence, and its weights.

    `best` and `last` are the weights at the epoch of the lowest validation loss and at the end;
    `best_rows` and `last_rows` the losses on each selection row then. Epochs count from 1;
    `best_epoch` is 0 where no epoch had a finite validation loss. `fold` is 0 where there is one split.
    With folds, `epoch_rows` are the losses on each selection row after every epoch.
    """

    recipe: Recipe
    seed: int
    fold: int
    control: Control
    result: Result
    sentence: str
    epochs: int
    best_epoch: int
    best: Weights
    last: Weights
    best_rows: Float[np.ndarray, " selection"]
    last_rows: Float[np.ndarray, " selection"]
    parameters: int
    epoch_rows: Float[np.ndarray, "epochs selection"] | None = None
