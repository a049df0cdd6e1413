"""Comparing a lowered function with the native one: outputs and gradients."""

from collections.abc import Callable
from typing import Any

import jax
import numpy as np
import pytest

from wellfit.engine.lowering import lowered

# Programs that run once are not worth optimising.
QUICK = {"xla_backend_optimization_level": 0, "xla_llvm_disable_expensive_passes": True}


def names(jaxpr: Any) -> set[str]:
    """The primitives of a trace, those inside others included."""
    found = set()
    for equation in jaxpr.eqns:
        found.add(equation.primitive.name)
        for inner in jax.extend.core.jaxprs_in_params(equation.params):
            found |= names(inner)
    return found


@pytest.fixture(scope="session")
def quick() -> dict[str, Any]:
    """Options of a compiler that is not to take its time."""
    return QUICK


@pytest.fixture(scope="session")
def primitives() -> Callable[..., set[str]]:
    """(function, *arguments) to the names of all primitives in its trace."""
    return lambda function, *arguments: names(jax.make_jaxpr(function)(*arguments).jaxpr)


@pytest.fixture(scope="session")
def assert_equal() -> Callable[..., None]:
    """Asserts that two functions of arrays have equal outputs and gradients."""

    def check(
        fast: Callable[..., jax.Array],
        native: Callable[..., jax.Array],
        *arguments: jax.Array,
        tolerance: float = 2e-5,
    ) -> None:
        slope = np.random.default_rng(9).normal(size=jax.eval_shape(native, *arguments).shape).astype(np.float32)
        found, expected = together(fast, native)(arguments, slope)
        jax.tree.map(lambda a, b: close(a, b, tolerance), found, expected)

    return check


@pytest.fixture(scope="session")
def assert_same(assert_equal: Callable[..., None]) -> Callable[..., None]:
    """Asserts that a function of arrays and its lowered form have equal outputs and gradients."""

    def check(function: Callable[..., jax.Array], *arguments: jax.Array, tolerance: float = 2e-5) -> None:
        assert_equal(lowered(function, platform="cpu"), function, *arguments, tolerance=tolerance)

    return check


def together(*functions: Callable[..., jax.Array]) -> Callable[..., Any]:
    """(arguments, slope) to the functions' outputs and gradients, in one compiled program: compiling takes the time."""

    def one(function: Callable[..., jax.Array], arguments: tuple[jax.Array, ...], slope: jax.Array) -> Any:
        output, back = jax.vjp(function, *arguments)
        return output, back(slope)

    def all_of_them(arguments: tuple[jax.Array, ...], slope: jax.Array) -> Any:
        return [one(function, arguments, slope) for function in functions]

    return jax.jit(all_of_them, compiler_options=QUICK)


def close(found: jax.Array, expected: jax.Array, tolerance: float) -> None:
    """Equal up to a part of the largest number, for each number is a sum of many."""
    assert found.shape == expected.shape
    assert found.dtype == expected.dtype
    found, expected = np.asarray(found), np.asarray(expected)
    scale = float(np.abs(expected).max(initial=1.0))
    np.testing.assert_allclose(found, expected, atol=tolerance * scale, rtol=tolerance)
