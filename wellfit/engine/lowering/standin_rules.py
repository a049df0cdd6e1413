"""What becomes of an equation that reads a stand-in; in all other equations it is made dense."""

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax.extend.core import JaxprEqn

from wellfit.engine.lowering.beside import beside, flattened
from wellfit.engine.lowering.rule import Rules
from wellfit.engine.lowering.standin import is_standin


def convert(equation: JaxprEqn, value: Any) -> Any:
    """A conversion to the type that it has is none: the stand-in goes on."""
    return [value] if equation.params["new_dtype"] == np.dtype(value.dtype) else NotImplemented


def product(equation: JaxprEqn, left: Any, right: Any) -> Any:
    """[batch, columns] × [columns, units], the product of a dense layer."""
    plain = equation.params["dimension_numbers"] == (((1,), (0,)), ((), ())) and np.ndim(right) == 2
    same = equation.outvars[0].aval.dtype == np.dtype(left.dtype) == np.dtype(right.dtype)  # type: ignore[attr-defined]
    if is_standin(left) and not is_standin(right) and plain and same:
        return [left.product(jnp.asarray(right))]
    return NotImplemented


STANDIN_RULES: Rules = {
    "concatenate": beside,
    "convert_element_type": convert,
    "dot_general": product,
    "reshape": flattened,
}
