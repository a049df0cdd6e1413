"""Random bits: the same numbers as JAX's, from a compiled kernel."""

import math
from typing import Any

import jax
from jax.extend.core import JaxprEqn

from wellfit.engine.lowering.direct.calls import random_bits


def bits(equation: JaxprEqn, key: Any) -> Any:
    """Those of one threefry key, 32 bits each, counted as JAX counts them where arrays are spread over devices.

    Other generators, widths and ways to count are left to JAX.
    """
    params = equation.params
    counted = jax.config.jax_threefry_partitionable  # type: ignore[attr-defined]
    plain = key.ndim == 0 and params["bit_width"] == 32 and counted
    if not plain or str(jax.random.key_impl(key)) != "threefry2x32":
        return NotImplemented
    shape = params["shape"]
    return [random_bits(jax.random.key_data(key), math.prod(shape)).reshape(shape)]
