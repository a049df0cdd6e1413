"""Loss and metric of each row, from the network's raw outputs; on any backend of Keras, traced or not."""

from collections.abc import Callable
from typing import Any

from jaxtyping import Float, Int, Num

from wellfit.backend import keras
from wellfit.data.pipeline.target import Scale, TargetEncoder
from wellfit.data.task import Task

ops = keras.ops
# Arrays of whichever backend Keras runs on: `Any` leaves the library open, shapes and types are still checked.
PerRow = Callable[[Float[Any, "rows units"], Num[Any, " rows"]], Float[Any, " rows"]]
PerRowAndScale = Callable[[Float[Any, "rows units"], Num[Any, " rows"], Scale | None], Float[Any, " rows"]]


def row_loss(task: Task) -> PerRow:
    """`(outputs [rows, units], target [rows]) -> loss [rows]`.

    Cross-entropies are taken from logits, which keeps their gradient where a probability would
    round to 0 or 1; the mean over rows equals Keras' loss of the same name.
    """
    return {"binary": _binary, "multiclass": _multiclass, "regression": _squared}[task.kind]


def row_metric(task: Task, target: TargetEncoder) -> PerRowAndScale:
    """`(outputs, target, scale) -> metric [rows]`: right or wrong for classes, absolute error in own units for numbers.

    A number comes back into its own units by `scale`, which differs between folds; None stands for the target's.
    """
    if task.kind == "binary":
        return lambda outputs, truth, scale: ops.cast((outputs[:, 0] > 0) == (truth > 0.5), "float32")
    if task.kind == "multiclass":
        return lambda outputs, truth, scale: ops.cast(ops.argmax(outputs, -1) == truth, "float32")
    return lambda outputs, truth, scale: ops.abs(
        target.decode(outputs[:, 0], ops, scale) - target.restore(truth, ops, scale)
    )


def _binary(outputs: Float[Any, "rows 1"], truth: Float[Any, " rows"]) -> Float[Any, " rows"]:
    # Softplus has the right gradient at a logit of exactly 0, which dropout makes common in the first step.
    return ops.softplus(outputs[:, 0]) - outputs[:, 0] * truth


def _multiclass(outputs: Float[Any, "rows classes"], truth: Int[Any, " rows"]) -> Float[Any, " rows"]:
    return -ops.take_along_axis(ops.log_softmax(outputs), truth[:, None], axis=-1)[:, 0]


def _squared(outputs: Float[Any, "rows 1"], truth: Float[Any, " rows"]) -> Float[Any, " rows"]:
    return ops.square(outputs[:, 0] - truth)
