"""What is done to each picture of a batch, in numbers, and how it is done by plain array operations."""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float


class Changes(NamedTuple):
    """Of each picture: where its pixels come from, what becomes of their colours, and what is erased.

    Pixel (i, j) of the result is looked up at `place + turn @ (i, j)`, between pixels in proportion, and beyond a
    border in the picture mirrored there. Then it becomes `own * pixel + grey * its grey + offset`, within 0 to 255.
    `erased` are the first row and column of a rectangle and those behind its last, which is of the colour `fill`.
    """

    place: Float[Array, "batch 2"]
    turn: Float[Array, "batch 2 2"]
    own: Float[Array, " batch"]
    grey: Float[Array, " batch"]
    offset: Float[Array, "batch channels"]
    erased: Float[Array, "batch 4"]
    fill: Float[Array, "batch channels"]

    @property
    def numbers(self) -> Float[Array, "batch numbers"]:
        """All of it, 12 numbers and two for each channel: as the kernel reads it."""
        rows = len(self.own)
        return jnp.concatenate([part.reshape(rows, -1) for part in self], axis=1)
