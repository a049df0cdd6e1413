"""Losses as Keras shows them: with the penalty inside."""

import numpy as np
from jaxtyping import Float64

from wellfit.engine.runs import Runs
from wellfit.engine.streams import Control

Losses = Float64[np.ndarray, "seeds epochs"]


def with_penalty(runs: Runs, recipe: str, control: Control = "none") -> dict[str, Losses]:
    """Training and validation loss of a recipe plus its penalty, by "train" and "validation".

    The engine keeps the penalty's mean over the steps of an epoch, which is what Keras adds to the training loss. To
    the validation loss Keras adds the penalty of the weights after the epoch: taken here as the mean of that epoch
    and the next, and after the last epoch from the weights themselves.
    """
    losses = {part: runs.measure(recipe, f"{part}_loss", control) for part in ("train", "validation")}
    member = runs.of(recipe, control)[0]
    if not (member.recipe.regularization.l1 or member.recipe.regularization.l2):
        return losses
    means = runs.measure(recipe, "penalty", control)
    models = [runs.model(recipe, member.seed, weights="last") for member in runs.of(recipe, control)]
    last = np.array([[float(sum(model.losses))] for model in models])
    after = np.concatenate([(means[:, :-1] + means[:, 1:]) / 2, last], axis=1)
    return {"train": losses["train"] + means, "validation": losses["validation"] + after}
