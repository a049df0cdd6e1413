"""Keras layers, and networks of them, through the lowering: outputs, gradients and fixed variables."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.engine.lowering import lowered

L = keras.layers
IMAGE = (11, 12, 3)


def mobile_block():
    """An inverted residual with stride 2, padded as MobileNetV2 pads it."""
    return [
        L.Conv2D(18, 1, use_bias=False),
        L.BatchNormalization(),
        L.ReLU(6.0),
        L.ZeroPadding2D(((0, 1), (1, 1))),
        L.DepthwiseConv2D(3, strides=2, padding="valid", use_bias=False),
        L.BatchNormalization(),
        L.ReLU(6.0),
        L.Conv2D(4, 1, use_bias=False),
    ]


def convnet():
    """The convnet of a first course, with all that it is regularized with."""
    return [
        L.Conv2D(6, 3, activation="relu", kernel_regularizer="l2"),
        L.BatchNormalization(),
        L.MaxPooling2D(),
        L.SpatialDropout2D(0.3, seed=2),
        L.Conv2D(8, 3, padding="same", activation="gelu"),
        L.AveragePooling2D(2, padding="same"),
        L.Flatten(),
        L.Dropout(0.5, seed=3),
        L.Dense(4, activation="softmax"),
    ]


# Inputs without the batch, and layers.
STACKS = {
    "Conv1D": ((13, 3), lambda: [L.Conv1D(5, 3, strides=2, padding="same", activation="relu")]),
    "Conv1D causal": ((13, 3), lambda: [L.Conv1D(5, 3, dilation_rate=2, padding="causal")]),
    "Conv2D": (IMAGE, lambda: [L.Conv2D(5, 3, activation="tanh")]),
    "Conv2D channels first": ((3, 9, 8), lambda: [L.Conv2D(5, 3, strides=2, data_format="channels_first")]),
    "Conv2D in groups": ((9, 8, 6), lambda: [L.Conv2D(9, 3, groups=3)]),
    "Conv3D": ((5, 6, 7, 2), lambda: [L.Conv3D(4, 2, strides=2, padding="same")]),
    "SeparableConv1D": ((13, 3), lambda: [L.SeparableConv1D(5, 3)]),
    "SeparableConv2D": (IMAGE, lambda: [L.SeparableConv2D(5, 3, strides=2, depth_multiplier=2)]),
    "DepthwiseConv2D": (IMAGE, lambda: [L.DepthwiseConv2D(3, dilation_rate=2, depth_multiplier=2)]),
    "Conv1DTranspose": ((6, 3), lambda: [L.Conv1DTranspose(4, 3, strides=2)]),
    "Conv2DTranspose": ((5, 6, 3), lambda: [L.Conv2DTranspose(4, 3, strides=2, padding="same")]),
    "Conv2DTranspose odd": ((5, 6, 3), lambda: [L.Conv2DTranspose(4, 5, strides=3, output_padding=1)]),
    "Conv2DTranspose dilated": ((5, 6, 3), lambda: [L.Conv2DTranspose(4, 3, dilation_rate=2)]),
    "MaxPooling2D": (IMAGE, lambda: [L.ReLU(), L.MaxPooling2D(3, strides=2, padding="same")]),
    "AveragePooling2D": (IMAGE, lambda: [L.AveragePooling2D(2, padding="same")]),
    "pooling in 1-D": ((13, 3), lambda: [L.MaxPooling1D(), L.AveragePooling1D(2)]),
    "GlobalAveragePooling2D": (IMAGE, lambda: [L.Conv2D(4, 3), L.GlobalAveragePooling2D()]),
    "GlobalMaxPooling2D": (IMAGE, lambda: [L.Conv2D(4, 3), L.GlobalMaxPooling2D()]),
    "BatchNormalization": (IMAGE, lambda: [L.Conv2D(4, 3), L.BatchNormalization()]),
    "recurrent": ((4, 6, 6, 2), lambda: [L.ConvLSTM2D(3, 3, padding="same")]),
    "MobileNetV2 block": ((8, 9, 4), mobile_block),
    "convnet": (IMAGE, convnet),
}


def outcome(call, weights, fixed, x):
    """Output, fixed variables after the call, and the gradients of a loss."""

    def loss(weights, x):
        outputs, after = call(weights, fixed, x)
        return jnp.sum(jnp.sin(outputs + 0.3)), (outputs, after)

    slopes, rest = jax.grad(loss, (0, 1), has_aux=True)(weights, x)
    return slopes, rest


# Another rank or another stride of what others have.
SLOW = ("Conv2D in groups", "Conv3D", "SeparableConv1D", "Conv1DTranspose", "Conv2DTranspose odd", "convnet")
TRAINING = [pytest.param(name, True, marks=pytest.mark.slow) if name in SLOW else (name, True) for name in STACKS]
JUDGING = [(name, False) for name in ("BatchNormalization", "MobileNetV2 block", "convnet")]


@pytest.mark.parametrize("name, training", [*TRAINING, *JUDGING])
def test_a_layer_is_what_it_was(name, training, primitives, quick):
    shape, stack = STACKS[name]
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input(shape), *stack()])
    native = partial(model.stateless_call, training=training)
    fast = lowered(native, platform="cpu")
    weights, fixed = ([v.value for v in part] for part in (model.trainable_variables, model.non_trainable_variables))
    x = jnp.asarray(np.random.default_rng(2).normal(size=(3, *shape)), jnp.float32)
    both = jax.jit(lambda *given: [outcome(call, *given) for call in (fast, native)], compiler_options=quick)
    found, expected = both(weights, fixed, x)
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-4), found, expected)
    slow = {"conv_general_dilated", "reduce_window_max", "reduce_window_sum", "select_and_scatter_add"}
    assert not slow & primitives(partial(outcome, fast), weights, fixed, x)
