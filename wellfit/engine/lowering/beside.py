"""Stand-ins made of others: several side by side, and one with its columns in several axes."""

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from wellfit.engine.lowering.standin import StandIn, dense, is_standin


class Beside(NamedTuple):
    """Arrays and stand-ins of the same rows, side by side: each is multiplied with its own part of a kernel."""

    parts: tuple[Any, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """[batch, columns of all parts]."""
        return (self.parts[0].shape[0], sum(part.shape[1] for part in self.parts))

    @property
    def dtype(self) -> np.dtype:
        """float32."""
        return np.dtype(np.float32)

    def dense(self) -> Float[Array, "batch columns"]:
        """The parts as one array."""
        return jnp.concatenate([dense(part) for part in self.parts], axis=1)

    def product(self, kernel: Float[Array, "columns units"]) -> Float[Array, "batch units"]:
        """The sum of the parts' products."""
        edges = np.cumsum([part.shape[1] for part in self.parts])[:-1]
        total = jnp.zeros((self.shape[0], kernel.shape[1]), kernel.dtype)
        for part, piece in zip(self.parts, jnp.split(kernel, edges), strict=True):
            total += part.product(piece) if is_standin(part) else part @ piece
        return total


@jax.tree_util.register_dataclass
@dataclass(frozen=True, kw_only=True)
class Folded:
    """A stand-in whose columns are laid out in several axes, as the pixels of an image, until they are flattened."""

    flat: StandIn
    row_shape: tuple[int, ...] = field(metadata={"static": True})

    @property
    def shape(self) -> tuple[int, ...]:
        """[batch, ...]."""
        return (self.flat.shape[0], *self.row_shape)

    @property
    def dtype(self) -> Any:
        """That of the rows."""
        return self.flat.dtype

    def dense(self) -> Float[Array, "batch ..."]:
        """The array that it stands for."""
        return self.flat.dense().reshape(self.shape)

    def product(self, kernel: Float[Array, "columns units"]) -> Float[Array, "batch ... units"]:
        """The last axis times a kernel."""
        return self.dense() @ kernel


def beside(equation: Any, *operands: Any) -> Any:
    """A concatenation of columns."""
    plain = equation.params["dimension"] == 1 and all(len(operand.shape) == 2 for operand in operands)
    return (
        [Beside(operands)] if plain and all(np.dtype(one.dtype) == np.float32 for one in operands) else NotImplemented
    )


def flattened(equation: Any, value: Any, *sizes: Any) -> Any:
    """A reshape to [batch, columns] gives back the rows that were folded; one to the same shape is none."""
    wanted = tuple(equation.params["new_sizes"])
    if not sizes and wanted == tuple(value.shape):
        return [value]
    if isinstance(value, Folded) and not sizes and wanted == (value.shape[0], math.prod(value.row_shape)):
        return [value.flat]
    return NotImplemented
