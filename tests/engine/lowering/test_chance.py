"""Random bits from the kernel are those of JAX, bit for bit."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellfit.engine.lowering import lowered
from wellfit.engine.lowering.direct.calls import BITS


def key(first, second):
    return jnp.array([first, second], jnp.uint32)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.integers(1, 300))
def test_any_key_and_count(first, second, count):
    function = lowered(lambda k: jax.random.bits(k, (300,))[:count], platform="cpu")
    np.testing.assert_array_equal(function(key(first, second)), jax.random.bits(key(first, second), (300,))[:count])


@pytest.mark.parametrize("shape", [(), (1,), (7, 3), (400, 300)], ids=str)
@pytest.mark.parametrize("draw", [jax.random.uniform, jax.random.normal])
def test_shapes_below_and_above_what_threads_share(draw, shape):
    np.testing.assert_array_equal(
        jax.jit(lowered(lambda k: draw(k, shape), platform="cpu"))(key(5, 6)),
        jax.jit(lambda k: draw(k, shape))(key(5, 6)),
    )


def test_a_key_for_each_member():
    keys = jnp.arange(12, dtype=jnp.uint32).reshape(3, 2, 2)

    def drawn(k):
        return jax.random.uniform(k, (5, 4))

    found = jax.jit(jax.vmap(jax.vmap(lowered(drawn, platform="cpu"))))(keys)
    np.testing.assert_array_equal(found, jax.vmap(jax.vmap(drawn))(keys))


def test_the_gradient_sees_the_same_mask():
    def silenced(x, k):
        return jnp.sum(jnp.where(jax.random.uniform(k, x.shape) < 0.5, x, 0.0) ** 2)

    x = jnp.arange(1.0, 41.0)
    np.testing.assert_array_equal(
        jax.grad(lowered(silenced, platform="cpu"))(x, key(1, 2)), jax.grad(silenced)(x, key(1, 2))
    )


def test_other_widths_and_generators_are_left_to_jax():
    def narrow(k):
        return jax.random.bits(k, (6,), jnp.uint16)

    def other(k):
        return jax.random.bits(jax.random.wrap_key_data(k, impl="rbg"), (6,))

    for function, given_key in ((narrow, key(1, 2)), (other, jnp.arange(4, dtype=jnp.uint32))):
        text = str(jax.make_jaxpr(lowered(function, platform="cpu"))(given_key))
        assert BITS not in text
    assert BITS in str(jax.make_jaxpr(lowered(lambda k: jax.random.bits(k, (6,)), platform="cpu"))(key(1, 2)))
