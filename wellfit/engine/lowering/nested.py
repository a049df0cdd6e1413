"""Primitives that hold programs of their own: which of them the evaluator enters, and how.

Functions with a custom derivative (`custom_jvp`, `custom_vjp`) are not entered: their author wrote the
derivative for the program as it is, and a rule inside would be differentiated by itself instead.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import jax
from jax import lax
from jax.extend.core import ClosedJaxpr, Jaxpr, JaxprEqn

# Evaluates an inner program on the values that follow it.
Run: TypeAlias = Callable[..., list[Any]]


def programs(equation: JaxprEqn) -> list[Jaxpr]:
    """The programs inside an equation that the evaluator can enter."""
    name, params = equation.primitive.name, equation.params
    if name in CALLS:
        return [CALLS[name](equation).jaxpr]
    if name in _REMAT:
        return [params["jaxpr"]]
    if name == "scan":
        return [params["jaxpr"].jaxpr]
    if name == "while":
        return [params["cond_jaxpr"].jaxpr, params["body_jaxpr"].jaxpr]
    return [branch.jaxpr for branch in params["branches"]] if name == "cond" else []


def _scan(equation: JaxprEqn, inputs: Sequence[Any], run: Run) -> list[Any]:
    params = equation.params
    first, last = params["num_consts"], params["num_consts"] + params["num_carry"]

    def body(carry: Sequence[Any], xs: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        outputs = run(params["jaxpr"], *inputs[:first], *carry, *xs)
        return outputs[: params["num_carry"]], outputs[params["num_carry"] :]

    options = {name: params[name] for name in ("length", "reverse", "unroll")}
    carry, found = lax.scan(body, list(inputs[first:last]), list(inputs[last:]), **options)
    return [*carry, *found]


def _while(equation: JaxprEqn, inputs: Sequence[Any], run: Run) -> list[Any]:
    params = equation.params
    first, last = params["cond_nconsts"], params["cond_nconsts"] + params["body_nconsts"]
    return lax.while_loop(
        lambda carry: run(params["cond_jaxpr"], *inputs[:first], *carry)[0],
        lambda carry: run(params["body_jaxpr"], *inputs[first:last], *carry),
        list(inputs[last:]),
    )


def _cond(equation: JaxprEqn, inputs: Sequence[Any], run: Run) -> list[Any]:
    branches = [lambda *given, branch=branch: run(branch, *given) for branch in equation.params["branches"]]
    return lax.switch(inputs[0], branches, *inputs[1:])


def _remat(equation: JaxprEqn, inputs: Sequence[Any], run: Run) -> list[Any]:
    params, inner = equation.params, ClosedJaxpr(equation.params["jaxpr"], ())
    again = jax.checkpoint(
        lambda *given: run(inner, *given), prevent_cse=params["prevent_cse"], policy=params["policy"]
    )
    return again(*inputs)


def _call(equation: JaxprEqn) -> ClosedJaxpr:
    return equation.params["call_jaxpr"]


_REMAT = ("checkpoint", "remat", "remat2")  # its name over the versions of JAX, like that of jit
# A call's program takes the equation's inputs and gives its outputs: the evaluator goes on inside.
CALLS: Mapping[str, Callable[[JaxprEqn], ClosedJaxpr]] = {
    **dict.fromkeys(("jit", "pjit"), lambda equation: equation.params["jaxpr"]),
    "closed_call": _call,
}
LOOPS: Mapping[str, Callable[[JaxprEqn, Sequence[Any], Run], list[Any]]] = {
    "scan": _scan,
    "while": _while,
    "cond": _cond,
    **dict.fromkeys(_REMAT, _remat),
}
