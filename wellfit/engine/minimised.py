"""What training minimises for each row, from outputs and answers; on any backend of Keras, traced or not."""

from typing import Any

from wellfit.backend import keras
from wellfit.data.task import Task
from wellfit.engine.losses import PerRow

ops = keras.ops


def smoothed(losses: Any, outputs: Any, task: Task, share: Any) -> Any:
    """Losses [rows] of answers whose `share` goes to all classes alike: Keras' `label_smoothing`."""
    if task.kind == "multiclass":
        even = -ops.mean(ops.log_softmax(outputs), axis=-1)
    else:
        even = ops.softplus(outputs[:, 0]) - 0.5 * outputs[:, 0]
    return losses + share * (even - losses)


def weighted(losses: Any, target: Any, weights: Any) -> Any:
    """Losses [rows], each times the weight of its row's class; `weights` are [classes]."""
    return losses * ops.take(weights, ops.cast(target, "int32"))


def mixed_answers(of_rows: PerRow, outputs: Any, target: Any, partners: Any, share: Any, task: Task) -> Any:
    """A loss or metric [rows] where answers are mixed: of the mean number, or the mean of both classes' losses."""
    if task.kind == "regression":
        return of_rows(outputs, share * target + (1.0 - share) * partners)
    return share * of_rows(outputs, target) + (1.0 - share) * of_rows(outputs, partners)
