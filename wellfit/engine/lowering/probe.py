"""What a model does with an input: multiplies it, or looks at its numbers."""

import math
from typing import Any

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from wellfit.engine.lowering.beside import Folded


class Probe:
    """A stand-in of two rows of zeros that remembers whether it was made dense; for abstract evaluation."""

    dtype = np.dtype(np.float32)

    def __init__(self, columns: int) -> None:
        self.shape, self.looked_at = (2, columns), False

    @staticmethod
    def of(row_shape: tuple[int, ...]) -> tuple["Probe", Any]:
        """A probe, and what to hand to the function in its place for rows of this shape."""
        probe = Probe(math.prod(row_shape))
        return probe, Folded(flat=probe, row_shape=row_shape) if len(row_shape) > 1 else probe

    def dense(self) -> Float[Array, "batch columns"]:
        """Zeros."""
        self.looked_at = True
        return jnp.zeros(self.shape)

    def product(self, kernel: Float[Array, "columns units"]) -> Float[Array, "batch units"]:
        """Zeros."""
        return jnp.zeros((self.shape[0], kernel.shape[1]))
