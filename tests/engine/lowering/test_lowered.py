"""The transformation itself: what it enters, what it leaves alone, and that it is the same function."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from wellfit.engine.lowering import lowered

X = jnp.arange(24.0).reshape(2, 6, 2) / 10
K = jnp.array([[[1.0, -2.0]], [[0.5, 1.0]]]).reshape(2, 2, 1) / 3


def convolve(x, k):
    return lax.conv_general_dilated(x, k, (1,), "VALID", dimension_numbers=("NWC", "WIO", "NWC"))


def primitives(function, *arguments):
    """The names of all primitives in a function's trace, those inside others included."""
    return set(_names(jax.make_jaxpr(function)(*arguments).jaxpr))


def _names(jaxpr):
    for equation in jaxpr.eqns:
        yield equation.primitive.name
        for inner in jax.extend.core.jaxprs_in_params(equation.params):
            yield from _names(inner)


def scanned(x, k):
    return lax.scan(lambda carry, row: (carry + jnp.sum(convolve(row[None], k)), convolve(row[None], k)), 0.0, x)


def counted(x, k):
    return lax.while_loop(
        lambda state: jnp.sum(convolve(x, k)) * state[0] < 3,
        lambda state: (state[0] + 1, state[1] + convolve(x, k)),
        (0, convolve(x, k)),
    )


FUNCTIONS = {
    "plain": convolve,
    "jit": jax.jit(convolve),
    "jit in jit": jax.jit(lambda x, k: jax.jit(convolve)(x, k) + 1),
    "remat": jax.checkpoint(convolve),
    "scan": scanned,
    "while": counted,
    "cond": lambda x, k: lax.cond(x[0, 0, 0] < 1, convolve, lambda x, k: -convolve(x, k), x, k),
    "tree": lambda x, k: {"y": (convolve(x, k), x), "n": None},
}


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_it_is_the_same_function_without_the_slow_primitive(function):
    fast = lowered(function, platform="cpu")
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5), fast(X, K), function(X, K))
    assert "conv_general_dilated" in primitives(function, X, K)
    assert "conv_general_dilated" not in primitives(fast, X, K)


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "while"])  # which has no reverse derivative
def test_it_has_the_same_gradient(name):
    def loss(function):
        return lambda x, k: sum(jnp.sum(jnp.sin(leaf)) for leaf in jax.tree.leaves(function(x, k)))

    fast, slow = (jax.grad(loss(f), (0, 1))(X, K) for f in (lowered(FUNCTIONS[name], platform="cpu"), FUNCTIONS[name]))
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5), fast, slow)


def test_native_operations_are_kept_on_a_gpu():
    assert "conv_general_dilated" in primitives(lowered(convolve, platform="gpu"), X, K)


def test_it_is_traced_once_for_each_signature():
    calls = []

    def function(x, k):
        calls.append(x.shape)
        return convolve(x, k)

    fast = lowered(function, platform="cpu")
    for x in (X, X + 1, X[:1], X):
        fast(x, K)
        jax.vmap(fast, (None, 0))(x, K[None])
    assert calls == [(2, 6, 2), (1, 6, 2)]


def test_a_trace_that_holds_traced_values_is_not_kept():
    def outer(scale):
        fast = lowered(lambda x: convolve(x, K) * scale, platform="cpu")
        return jax.vmap(fast)(X[None]), jax.grad(lambda s: jnp.sum(fast(X) * s))(scale)

    np.testing.assert_allclose(jax.jit(outer)(2.0)[0][0], 2 * convolve(X, K), rtol=1e-5)


def test_custom_derivatives_are_kept():
    """The author's derivative, here a false one, also where the function holds a primitive with a rule."""

    @jax.custom_vjp
    def odd(x, k):
        return convolve(x, k)

    odd.defvjp(lambda x, k: (convolve(x, k), (x, k)), lambda saved, _: (7 * saved[0], 0 * saved[1]))

    def function(x, k):
        return jnp.sum(jax.nn.relu(odd(x, k)) + jnp.sum(convolve(x, k)))

    fast = lowered(function, platform="cpu")
    jax.tree.map(
        lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5),
        jax.grad(fast, (0, 1))(X, K),
        jax.grad(function, (0, 1))(X, K),
    )


def test_a_program_without_such_primitives_is_evaluated_as_it_is():
    def function(x):
        return jax.nn.relu(jnp.dot(x, K[:, :, 0]))

    assert primitives(lowered(function, platform="cpu"), X) == primitives(function, X)
