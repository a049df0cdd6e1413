"""A loss of the user's own tried on a few rows, so that what is wrong with it is said before any training."""

from typing import Any

import numpy as np

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.engine.objective import seen, true
from wellfit.errors import OptionError, first_line
from wellfit.recipes.loss import OwnLoss

ROWS = 8


def check_loss(loss: OwnLoss, data: Dataset) -> None:
    """Call the loss as training will. Raises OptionError: it fails, gives no numbers, of another shape, or NaN."""
    part, task = data.parts[0], data.task
    rows = part.rows("train")[:ROWS]
    random = np.random.default_rng(0)
    outputs = keras.ops.convert_to_tensor(random.normal(size=(len(rows), task.outputs)).astype(np.float32))
    truth, given = true(keras.ops.convert_to_tensor(part.target[rows]), loss, task), seen(outputs, loss, task)
    shapes = f"y_true {tuple(truth.shape)} and y_pred {tuple(given.shape)}"
    expected = f"Expected was a function of keras.ops that gives a number for each of {len(rows)} rows, or one for all"
    try:
        found = _called(loss.function, truth, given)
    except Exception as error:
        raise OptionError(f"The loss '{loss.name}' fails for {shapes}: {first_line(error)} {expected}.") from error
    if found.dtype.kind != "f" or found.shape not in ((), (len(rows),), (len(rows), 1)):
        raise OptionError(
            f"The loss '{loss.name}' gives {found.dtype} of shape {found.shape} for {shapes}. {expected}: take the "
            "mean over the last axis, as in keras.ops.mean(..., axis=-1)."
        )
    if not np.isfinite(found).all():
        raise OptionError(
            f"The loss '{loss.name}' gives {found.ravel()[~np.isfinite(found.ravel())][0]} for {shapes} of ordinary "
            f"size. {expected}, all finite: keep logarithms and divisions off 0, as with keras.ops.clip or "
            "keras.ops.maximum(..., keras.config.epsilon())."
        )


def _called(function: Any, truth: Any, given: Any) -> np.ndarray:
    loss = keras.losses.get(function) if isinstance(function, str) else function
    return np.asarray(keras.ops.convert_to_numpy(loss(truth, given)))
