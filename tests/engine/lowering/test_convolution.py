"""Each kind of convolution beside XLA's own: outputs, and gradients with respect to image and kernel."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jax import lax

from wellfit.engine.lowering import lowered

LAYOUTS = {1: ("NWC", "WIO", "NWC"), 2: ("NHWC", "HWIO", "NHWC"), 3: ("NDHWC", "DHWIO", "NDHWC")}
# Image, kernel [*taps, channels of a group, units], and what differs from stride 1 without padding.
CASES = {
    "3x3": ((2, 9, 8, 3), (3, 3, 3, 5), {}),
    "3x3 same": ((2, 9, 8, 3), (3, 3, 3, 4), {"padding": "SAME"}),
    "1x1": ((2, 5, 4, 3), (1, 1, 3, 5), {}),
    "1x1 stride 2": ((2, 5, 4, 3), (1, 1, 3, 5), {"window_strides": (2, 2)}),
    "one channel": ((1, 7, 7, 1), (3, 3, 1, 1), {}),
    "one row": ((1, 1, 9, 2), (1, 3, 2, 4), {}),
    "wide": ((1, 5, 40, 2), (3, 3, 2, 32), {}),
    "many units": ((2, 6, 30, 4), (3, 3, 4, 100), {"padding": "SAME"}),
    "many channels": ((1, 5, 6, 50), (3, 3, 50, 16), {}),
    "5x5 stride 2 same": ((2, 12, 13, 3), (5, 5, 3, 8), {"window_strides": (2, 2), "padding": "SAME"}),
    "stride 3, 2": ((1, 13, 12, 2), (2, 3, 2, 6), {"window_strides": (3, 2)}),
    "stride beyond the kernel": ((1, 11, 12, 2), (2, 2, 2, 4), {"window_strides": (4, 3)}),
    "cells that no window sees": ((1, 12, 12, 2), (3, 3, 2, 4), {"window_strides": (2, 5)}),
    "dilated": ((2, 11, 12, 2), (3, 3, 2, 4), {"rhs_dilation": (2, 3)}),
    "dilated with strides": ((2, 14, 15, 2), (3, 3, 2, 4), {"rhs_dilation": (2, 3), "window_strides": (4, 2)}),
    "padding of its own": ((1, 6, 7, 2), (3, 3, 2, 4), {"padding": ((4, 0), (1, 5))}),
    "negative padding": ((1, 9, 9, 2), (3, 3, 2, 4), {"padding": ((-1, 2), (0, -2))}),
    "1-D": ((2, 11, 3), (4, 3, 6), {}),
    "1-D all": ((2, 20, 3), (4, 3, 6), {"window_strides": (2,), "rhs_dilation": (3,), "padding": "SAME"}),
    "3-D": ((2, 5, 6, 7, 2), (2, 3, 3, 2, 4), {}),
    "3-D all": (
        (1, 9, 8, 7, 2),
        (3, 2, 3, 2, 3),
        {"window_strides": (2, 1, 2), "rhs_dilation": (1, 2, 1), "padding": "SAME"},
    ),
    "3-D 1x1x1": ((1, 3, 4, 5, 2), (1, 1, 1, 2, 3), {"window_strides": (2, 1, 1)}),
    "depthwise": ((2, 9, 8, 6), (3, 3, 1, 6), {"feature_group_count": 6}),
    "depthwise stride 2": (
        (2, 9, 8, 5),
        (3, 3, 1, 5),
        {"feature_group_count": 5, "window_strides": (2, 2), "padding": "SAME"},
    ),
    "depthwise times 3": ((1, 7, 8, 4), (3, 2, 1, 12), {"feature_group_count": 4, "rhs_dilation": (2, 1)}),
    "depthwise 1-D": ((1, 9, 4), (3, 1, 8), {"feature_group_count": 4, "window_strides": (2,)}),
    "groups": ((2, 7, 6, 6), (3, 3, 2, 12), {"feature_group_count": 3, "window_strides": (1, 2)}),
    "transposed": ((2, 5, 4, 3), (3, 3, 3, 4), {"lhs_dilation": (2, 2), "padding": ((2, 1), (2, 1))}),
    "transposed stride 3": ((1, 4, 5, 3), (2, 4, 3, 5), {"lhs_dilation": (3, 3), "padding": ((1, 3), (3, 0))}),
    "transposed and dilated": (
        (1, 5, 6, 2),
        (3, 3, 2, 4),
        {"lhs_dilation": (2, 3), "rhs_dilation": (2, 1), "padding": ((3, 4), (0, 1))},
    ),
    "transposed 1-D": ((2, 6, 3), (4, 3, 2), {"lhs_dilation": (2,), "padding": ((3, 3),)}),
    "transposed 3-D": ((1, 3, 4, 3, 2), (2, 3, 2, 2, 3), {"lhs_dilation": (2, 1, 2), "padding": ((1, 1),) * 3}),
}


def convolution(x, k, *, window_strides=None, padding="VALID", **options):
    rank = x.ndim - 2
    return lax.conv_general_dilated(
        x, k, window_strides or (1,) * rank, padding, dimension_numbers=LAYOUTS[rank], **options
    )


def normal(shape, seed=0):
    return jnp.asarray(np.random.default_rng(seed).normal(size=shape), jnp.float32)


@pytest.mark.parametrize("image, kernel, options", CASES.values(), ids=CASES)
class TestKinds:
    def test_output_and_gradients_are_the_native_ones(self, image, kernel, options, assert_same, primitives):
        function = partial(convolution, **options)
        x, k = normal(image), normal(kernel, 1)
        assert_same(function, x, k)
        assert "conv_general_dilated" not in primitives(lowered(function, platform="cpu"), x, k)


MEMBERS = ["3x3", "many units", "1x1 stride 2", "3-D", "depthwise stride 2", "groups", "transposed"]


@pytest.mark.parametrize("name", MEMBERS)
def test_members_with_kernels_of_their_own(name, assert_equal):
    """One image for all members, and one each."""
    image, kernel, options = CASES[name]
    fast = lowered(partial(convolution, **options), platform="cpu")
    x, k = normal(image), normal((2, *kernel), 1)

    def members(convolve):
        def both(x, k):
            shared = jax.vmap(convolve, (None, 0))(x, k)
            return jnp.concatenate([shared, jax.vmap(convolve)(jnp.stack([x, -x]), k)])

        return both

    assert_equal(members(fast), members(partial(convolution, **options)), x, k)


def test_inside_a_scan_over_steps_of_members(assert_equal):
    """What training does: members side by side in a step, steps one after another."""

    def train(convolve):
        def loss(k, x):
            return jnp.mean(jnp.square(convolve(x, k)))

        def step(kernels, x):
            return kernels - 0.1 * jax.vmap(jax.grad(loss), (0, None))(kernels, x), None

        return lambda kernels, xs: lax.scan(step, kernels, xs)[0]

    k, xs = normal((4, 3, 3, 2, 5), 1), normal((3, 2, 9, 9, 2))
    assert_equal(train(lowered(convolution, platform="cpu")), train(convolution), k, xs)


def test_streams_of_members_side_by_side(assert_equal):
    """Two levels of members: images differ by stream, kernels by stream and recipe."""

    def both(convolve):
        return jax.vmap(jax.vmap(lambda k, x: jnp.sin(convolve(x, k)), (0, None)))

    k, x = normal((2, 3, 3, 3, 2, 4), 1), normal((2, 3, 8, 7, 2))
    assert_equal(both(lowered(convolution, platform="cpu")), both(convolution), k, x)


def test_second_derivatives(assert_equal):
    def penalty(convolve):
        """The gradient with respect to the image, as in a gradient penalty."""
        return lambda x, k: jax.grad(lambda x: jnp.sum(jnp.sin(convolve(x, k))))(x)

    native = partial(convolution, window_strides=(2, 1))
    assert_equal(
        penalty(lowered(native, platform="cpu")), penalty(native), normal((1, 7, 8, 2)), normal((3, 2, 2, 4), 1)
    )


@pytest.mark.parametrize(
    "layout", [("NCHW", "OIHW", "NCHW"), ("NHWC", "HWIO", "NCHW"), ("CHWN", "IHWO", "HWNC"), ("NCHW", "HWIO", "NHWC")]
)
def test_axes_in_another_order(layout, assert_same):
    def place(letters, **sizes):
        return [sizes[letter] for letter in letters]

    x = normal(place(layout[0], N=2, C=3, H=7, W=6))
    k = normal(place(layout[1], O=4, I=3, H=3, W=2), 1)
    assert_same(lambda x, k: lax.conv_general_dilated(x, k, (2, 1), "SAME", dimension_numbers=layout), x, k)


NATIVE = {
    "half precision": lambda x, k: convolution(x.astype(jnp.bfloat16), k.astype(jnp.bfloat16)),
    "double sums": lambda x, k: convolution(
        x.astype(jnp.bfloat16), k.astype(jnp.bfloat16), preferred_element_type=jnp.float32
    ),
    "groups of the batch": lambda x, k: convolution(x, k, batch_group_count=2),
    "transposed with strides": lambda x, k: convolution(
        x, k, lhs_dilation=(2, 2), window_strides=(2, 2), padding=((1, 1), (1, 1))
    ),
    "no row": lambda x, k: convolution(x[:0], k),
}


@pytest.mark.parametrize("function", NATIVE.values(), ids=NATIVE)
def test_what_is_left_to_xla(function, primitives):
    x, k = normal((2, 6, 6, 2)), normal((3, 3, 2, 4), 1)
    fast = lowered(function, platform="cpu")
    assert "conv_general_dilated" in primitives(fast, x, k)
    np.testing.assert_array_equal(fast(x, k), function(x, k))


@st.composite
def convolutions(draw):
    rank = draw(st.integers(1, 2))
    numbers = st.integers(1, 3)
    taps, strides, dilations, apart = (draw(st.tuples(*[numbers] * rank)) for _ in range(4))
    channels, units = draw(st.integers(1, 5)), draw(st.integers(1, 40))
    spatial = draw(st.tuples(*[st.integers(1, 16)] * rank))
    # Both sides together may not take away more than there is: JAX itself refuses that.
    sides = [st.integers(-1 if size > 1 else 0, 3) for size in spatial]
    padding = draw(st.tuples(*(st.tuples(side, side) for side in sides)))
    options = {"rhs_dilation": dilations, "padding": padding}
    if draw(st.booleans()):
        options["window_strides"] = strides
    else:
        options["lhs_dilation"] = apart
    return (draw(st.integers(1, 3)), *spatial, channels), (*taps, channels, units), options


@settings(max_examples=15)
@given(convolutions())
def test_any_convolution(assert_same, case):
    image, kernel, options = case
    assert_same(partial(convolution, **options), normal(image), normal(kernel, 1))
