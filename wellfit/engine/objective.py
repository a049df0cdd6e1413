"""A loss of the user's own, on the raw outputs that training has; on any backend of Keras, traced or not."""

from collections.abc import Callable
from typing import Any

from wellfit.backend import keras
from wellfit.data.task import Task
from wellfit.recipes.loss import OwnLoss

# (outputs [rows, units], target [rows]) -> what is minimised, a number.
Objective = Callable[[Any, Any], Any]


def own_objective(loss: OwnLoss | None, task: Task) -> Objective | None:
    """What training minimises in place of the task's loss, as Keras' `fit` would have it; None without a loss."""
    if loss is None:
        return None
    given = loss.function
    function = keras.losses.get(given) if isinstance(given, str) else given
    of_batch = function if isinstance(function, keras.losses.Loss) else _Function(function, loss.name)

    def objective(outputs: Any, truth: Any) -> Any:
        return of_batch(true(truth, loss, task), seen(outputs, loss, task))

    return objective


def seen(outputs: Any, loss: OwnLoss, task: Task) -> Any:
    """What the loss gets to see of raw outputs: logits or numbers as they are, or probabilities."""
    ops = keras.ops
    if loss.sees == "outputs" or task.kind == "regression":
        return outputs
    if task.kind == "multiclass":
        return ops.softmax(outputs, axis=-1)
    second = ops.sigmoid(outputs)
    return ops.concatenate([1 - second, second], axis=-1) if loss.sees == "both classes" else second


def true(truth: Any, loss: OwnLoss, task: Task) -> Any:
    """The target as the loss has it beside what it sees: [rows, 1], class numbers [rows], or one-hot."""
    classes = 2 if loss.sees == "both classes" else task.outputs
    if loss.one_hot:
        return keras.ops.one_hot(keras.ops.cast(truth, "int32"), classes)
    return keras.ops.expand_dims(truth, -1) if classes == 1 else truth


class _Function(keras.losses.Loss):
    """A function of a batch as a loss of Keras: the mean of what it gives for the rows."""

    def __init__(self, function: Callable[[Any, Any], Any], name: str) -> None:
        super().__init__(name=name)
        self._function = function

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """What the function gives."""
        return self._function(y_true, y_pred)
