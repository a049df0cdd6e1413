"""What is said of a member when its training is over."""

import numpy as np
import polars as pl
from jaxtyping import Float

from wellfit.engine.member import Result
from wellfit.engine.state import Measures
from wellfit.engine.streams import Stream
from wellfit.recipes.recipe import Recipe


def outcome(train_loss: Float[np.ndarray, " epochs"], best_epoch: int, *, stopped: bool) -> tuple[Result, str]:
    """What became of a member, in a word and in a sentence; `stopped` says that it was ended early.

    >>> outcome(np.array([0.5, 0.4]), best_epoch=2, stopped=False)
    ('trained', 'Trained for 2 epochs; the validation loss was lowest in epoch 2.')
    """
    epochs, best, broken = len(train_loss), best_epoch, np.flatnonzero(~np.isfinite(train_loss))
    if len(broken):
        return "diverged", f"The training loss was no longer a finite number in epoch {broken[0] + 1}."
    if best == 0:
        return "diverged", "The validation loss was not a finite number in any epoch."
    if stopped:
        return (
            "stopped",
            f"Stopped after epoch {epochs}: the validation loss has not improved since epoch {best}.",
        )
    return "trained", f"Trained for {epochs} epochs; the validation loss was lowest in epoch {best}."


def curve(recipe: Recipe, stream: Stream, measures: Measures, loss_unit: float) -> pl.DataFrame:
    """The measures [epochs] of one member as a frame, a row an epoch; its losses in the unit of all folds."""
    columns = {
        name: values * (1 if name.endswith("metric") else np.float32(loss_unit))
        for name, values in measures._asdict().items()
    }
    epochs = np.arange(1, len(measures.train_loss) + 1)
    return pl.DataFrame({"epoch": epochs, **columns}).select(
        pl.lit(recipe.name).alias("recipe"),
        pl.lit(stream.seed).alias("seed"),
        pl.lit(stream.fold).alias("fold"),
        pl.lit(stream.control).alias("control"),
        pl.all(),
    )
