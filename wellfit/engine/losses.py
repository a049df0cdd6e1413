"""Loss and metric of each row, from the network's raw outputs."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int, Num

from wellfit.data.pipeline.target import Scale, TargetEncoder
from wellfit.data.task import Task

PerRow = Callable[[Float[Array, "rows units"], Num[Array, " rows"]], Float[Array, " rows"]]
PerRowAndScale = Callable[[Float[Array, "rows units"], Num[Array, " rows"], Scale | None], Float[Array, " rows"]]


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
        return lambda outputs, truth, scale: ((outputs[:, 0] > 0) == (truth > 0.5)).astype(jnp.float32)
    if task.kind == "multiclass":
        return lambda outputs, truth, scale: (jnp.argmax(outputs, -1) == truth).astype(jnp.float32)
    return lambda outputs, truth, scale: jnp.abs(
        target.decode(outputs[:, 0], jnp, scale) - target.restore(truth, jnp, scale)
    )


def _binary(outputs: Float[Array, "rows 1"], truth: Float[Array, " rows"]) -> Float[Array, " rows"]:
    # Softplus has the right gradient at a logit of exactly 0, which dropout makes common in the first step.
    return jax.nn.softplus(outputs[:, 0]) - outputs[:, 0] * truth


def _multiclass(outputs: Float[Array, "rows classes"], truth: Int[Array, " rows"]) -> Float[Array, " rows"]:
    return -jnp.take_along_axis(jax.nn.log_softmax(outputs), truth[:, None], axis=-1)[:, 0]


def _squared(outputs: Float[Array, "rows 1"], truth: Float[Array, " rows"]) -> Float[Array, " rows"]:
    return jnp.square(outputs[:, 0] - truth)
