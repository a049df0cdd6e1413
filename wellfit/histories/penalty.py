"""The penalty on weights that Keras adds to both losses which it logs."""

from collections.abc import Mapping
from typing import Any


def penalty_of(model: Any) -> float | None:
    """What the regularizers of a model make of its weights now; None where it has none, or no weights yet.

    Penalties on outputs of layers are not in it: they depend on the rows.
    """
    held = [variable for variable in model.trainable_variables if variable.regularizer is not None]
    return sum(float(variable.regularizer(variable)) for variable in held) if held else None


def without_penalty(logs: Mapping[str, Any], before: float | None, after: float | None) -> dict[str, Any]:
    """An epoch's losses without the penalty, given what it was before and after the epoch.

    The validation loss was taken after it; the training loss is a mean over the epoch, and so is what is taken off it.

    >>> without_penalty({"loss": 1.0, "val_loss": 0.75}, 0.5, 0.25)
    {'loss': 0.625, 'val_loss': 0.5}
    """
    if after is None:
        return dict(logs)
    taken = {"loss": after if before is None else (before + after) / 2, "val_loss": after}
    return {name: value - taken[name] if name in taken else value for name, value in logs.items()}
