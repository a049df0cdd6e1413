"""Inputs that are not arrays: a sparse batch stands for a dense one until something needs its numbers."""

from typing import Any, Protocol, TypeGuard, runtime_checkable

import jax
from jaxtyping import Array, Float


@runtime_checkable
class StandIn(Protocol):
    """What the evaluator asks of an object that stands for a float32 array [batch, columns]."""

    @property
    def shape(self) -> tuple[int, ...]:
        """[batch, columns]."""

    @property
    def dtype(self) -> Any:
        """float32."""

    def dense(self) -> Float[Array, "batch columns"]:
        """The array that it stands for."""

    def product(self, kernel: Float[Array, "columns units"]) -> Float[Array, "batch units"]:
        """The array times a kernel, without making the array; differentiable in the kernel."""


def is_standin(value: Any) -> TypeGuard[StandIn]:
    """Whether a value is a stand-in; arrays and traced values are told apart first, as they are the many."""
    return not isinstance(value, jax.Array) and isinstance(value, StandIn)


def dense(value: Any) -> Any:
    """The array behind a stand-in; anything else as it is."""
    return value.dense() if is_standin(value) else value
