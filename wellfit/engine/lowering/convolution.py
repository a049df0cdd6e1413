"""Convolutions as matrix products."""

from itertools import product
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax
from jax.extend.core import JaxprEqn


def convolution(equation: JaxprEqn, image: jax.Array, kernel: jax.Array) -> Any:
    """Shifted views of the image side by side, times the kernel as a matrix."""
    params = equation.params
    if params["feature_group_count"] > 1 or params["batch_group_count"] > 1 or set(params["lhs_dilation"]) - {1}:
        return NotImplemented
    numbers = params["dimension_numbers"]
    rank = image.ndim - 2
    x = jnp.transpose(image, (numbers.lhs_spec[0], *numbers.lhs_spec[2:], numbers.lhs_spec[1]))
    k = jnp.transpose(kernel, (*numbers.rhs_spec[2:], numbers.rhs_spec[1], numbers.rhs_spec[0]))
    x = lax.pad(x, jnp.zeros((), x.dtype), ((0, 0, 0), *((a, b, 0) for a, b in params["padding"]), (0, 0, 0)))
    sizes = [equation.outvars[0].aval.shape[axis] for axis in numbers.out_spec[2:]]  # type: ignore[attr-defined]
    strides, dilations = params["window_strides"], params["rhs_dilation"]
    parts = []
    for place in product(*map(range, k.shape[:rank])):
        first = [at * step for at, step in zip(place, dilations, strict=True)]
        last = [a + (size - 1) * step + 1 for a, size, step in zip(first, sizes, strides, strict=True)]
        parts.append(lax.slice(x, (0, *first, 0), (x.shape[0], *last, x.shape[-1]), (1, *strides, 1)))
    columns = jnp.concatenate(parts, axis=-1)
    y = columns @ k.reshape(-1, k.shape[-1])
    back = [0] * image.ndim
    for at, axis in enumerate((numbers.out_spec[0], *numbers.out_spec[2:], numbers.out_spec[1])):
        back[axis] = at
    return [jnp.transpose(y, back)]
