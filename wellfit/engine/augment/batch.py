"""The pictures of a batch as a member sees them: the kernel on a CPU, array operations elsewhere."""

from functools import cache
from typing import Any

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Num

from wellfit.engine.augment import pixels
from wellfit.engine.augment.changes import Changes
from wellfit.engine.augment.draw import drawn
from wellfit.engine.foreign import foreign
from wellfit.engine.state import Amounts, Leaf

CHANGE = "wellfit_change_pictures"


def augment(
    images: Num[Array, "batch height width channels"], chance: Leaf, step: Leaf, amounts: Amounts
) -> Float[Array, "batch height width channels"]:
    """Each picture changed by amounts that are drawn for it in this step (0-based) of a stream."""
    changes, given = drawn(images, chance, step, amounts), images.astype(jnp.float32)
    return _by_kernel(given, changes) if jax.default_backend() == "cpu" else pixels.changed(given, changes)


def _by_kernel(images: Float[Array, "batch height width channels"], changes: Changes) -> Array:
    _register()
    numbers = changes.numbers
    # As what an ordinary operation on both would return, so that under `shard_map` it varies over the same axes.
    out = jax.eval_shape(lambda: images + jnp.sum(numbers[:0]))
    return jax.ffi.ffi_call(CHANGE, out, vmap_method="expand_dims")(images, numbers)


@cache
def _register() -> None:
    """Make the kernel known to XLA; it is only compiled where it is needed."""
    foreign(CHANGE, _kernel)


def _kernel() -> Any:
    from wellfit.engine.augment.kernel import change

    return change
