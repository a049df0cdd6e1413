"""Pooling beside XLA's own, above all where several cells of a window are the highest."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jax import lax

from wellfit.engine.lowering import lowered

KINDS = {"max": (-jnp.inf, lax.max), "sum": (0.0, lax.add)}
# Image, window, strides, and what differs from neither padding nor dilation.
CASES = {
    "2x2": ((2, 6, 8, 3), (2, 2), (2, 2), {}),
    "2x2 with a rest": ((2, 7, 9, 3), (2, 2), (2, 2), {}),
    "2x2 same": ((2, 7, 9, 3), (2, 2), (2, 2), {"padding": "SAME"}),
    "3x2": ((1, 10, 7, 2), (3, 2), (3, 2), {}),
    "3x3 stride 2": ((2, 9, 8, 3), (3, 3), (2, 2), {}),
    "3x3 stride 2 same": ((2, 9, 8, 3), (3, 3), (2, 2), {"padding": "SAME"}),
    "3x3 stride 1": ((1, 6, 6, 2), (3, 3), (1, 1), {"padding": "SAME"}),
    "2x2 stride 3": ((1, 9, 9, 2), (2, 2), (3, 3), {}),
    "whole": ((2, 5, 4, 3), (5, 4), (1, 1), {}),
    "1-D": ((2, 11, 3), (3,), (2,), {}),
    "3-D": ((1, 5, 6, 7, 2), (2, 2, 2), (2, 2, 2), {}),
    "padding of its own": ((1, 6, 6, 2), (3, 3), (2, 2), {"padding": ((0, 0), (1, 2), (0, 1), (0, 0))}),
}


def pool(x, kind, window, strides, padding="VALID", **options):
    start, join = KINDS[kind]
    return lax.reduce_window(x, start, join, (1, *window, 1), (1, *strides, 1), padding, **options)


def image(shape, seed=0):
    """After a relu: half of the cells are 0, and of whole numbers, so that windows have several highest cells."""
    cells = np.maximum(np.round(2 * np.random.default_rng(seed).normal(size=shape)), 0)
    return jnp.asarray(cells, jnp.float32)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape, window, strides, options", CASES.values(), ids=CASES)
def test_output_and_gradient_are_the_native_ones(shape, window, strides, options, kind, assert_same, primitives):
    function = partial(pool, kind=kind, window=window, strides=strides, **options)
    assert_same(function, image(shape), tolerance=1e-6)
    found = primitives(jax.grad(lambda x: jnp.sum(lowered(function, platform="cpu")(x))), image(shape))
    assert not {name for name in found if "window" in name or "select_and" in name}


def test_a_dilated_window(assert_same):
    """XLA has no gradient for the highest of it."""
    options = {"window": (2, 2), "strides": (2, 2), "window_dilation": (1, 2, 3, 1)}
    assert_same(partial(pool, kind="sum", **options), image((1, 9, 9, 2)), tolerance=1e-6)
    highest, x = partial(pool, kind="max", **options), image((1, 9, 9, 2))
    np.testing.assert_array_equal(lowered(highest, platform="cpu")(x), highest(x))


@pytest.mark.parametrize("kind", KINDS)
def test_members_with_images_of_their_own(kind, assert_equal):
    native = partial(pool, kind=kind, window=(3, 2), strides=(2, 2))
    members = jnp.stack([image((2, 7, 6, 3)), image((2, 7, 6, 3), 1)])
    assert_equal(jax.vmap(lowered(native, platform="cpu")), jax.vmap(native), members)


def test_the_first_of_equals_has_the_whole_gradient():
    x = jnp.array([[[3.0], [3.0], [1.0], [2.0], [0.0], [0.0]]])
    slope = jax.grad(lambda x: jnp.sum(lowered(partial(pool, kind="max", window=(2,), strides=(2,)))(x)))(x)
    assert slope.ravel().tolist() == [1, 0, 0, 1, 1, 0]


@pytest.mark.parametrize("strides", [(2, 2), (1, 1)])
def test_a_value_that_is_no_number_stays_one(strides):
    x = jnp.zeros((1, 4, 4, 1)).at[0, 1, 1, 0].set(jnp.nan)
    function = partial(pool, kind="max", window=(2, 2), strides=strides)
    np.testing.assert_array_equal(lowered(function, platform="cpu")(x), function(x))
    assert np.isnan(lowered(function, platform="cpu")(x)).any()


NATIVE = {
    "over channels": lambda x: lax.reduce_window(x, -jnp.inf, lax.max, (1, 1, 1, 2), (1, 1, 1, 2), "VALID"),
    "over rows of the batch": lambda x: lax.reduce_window(x, 0.0, lax.add, (2, 1, 1, 1), (1, 1, 1, 1), "VALID"),
    "whole numbers": lambda x: pool(x.astype(jnp.int32).astype(jnp.bfloat16), "max", (2, 2), (2, 2)),
    "too many taps": lambda x: pool(jnp.tile(x, (1, 4, 4, 1)), "max", (16, 16), (1, 1)),
    "spread": lambda x: pool(x, "max", (2, 2), (1, 1), base_dilation=(1, 2, 2, 1)),
}


@pytest.mark.parametrize("function", NATIVE.values(), ids=NATIVE)
def test_what_is_left_to_xla(function, primitives):
    x = image((2, 6, 6, 4))
    fast = lowered(function, platform="cpu")
    assert {name for name in primitives(fast, x) if "reduce_window" in name}
    np.testing.assert_array_equal(fast(x), function(x))


@settings(max_examples=15)
@given(
    st.sampled_from(sorted(KINDS)),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    st.sampled_from(["SAME", "VALID"]),
)
def test_any_pooling(assert_same, kind, size, window, strides, padding):
    assert_same(
        partial(pool, kind=kind, window=window, strides=strides, padding=padding), image((2, *size, 2)), tolerance=1e-6
    )
