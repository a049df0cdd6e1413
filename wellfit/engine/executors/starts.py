"""The starts of a network, the same on every backend of Keras."""

import math
from typing import Any

import jax
import numpy as np
from jaxtyping import Float

from wellfit.backend import keras


def starts(model: keras.Model) -> list[Float[np.ndarray, "..."]]:
    """The trainable variables as Keras starts them on JAX, from the seeds of the layers' initializers.

    Each backend has a random generator of its own, so that one seed starts another network on each.
    Here the uniform starts are drawn again with JAX's; the others are constants, or were given.
    """
    layers = model._flatten_layers()
    drawn = {id(weight): _drawn(layer, weight) for layer in layers for weight in layer._trainable_variables}
    return [drawn[id(variable)] for variable in model.trainable_variables]


def _drawn(layer: keras.Layer, weight: keras.Variable) -> np.ndarray:
    bounds = _bounds(getattr(layer, f"{weight.name}_initializer", None), tuple(weight.shape))
    if bounds is None:
        return np.array(keras.ops.convert_to_numpy(weight.value))
    low, high, seed = bounds
    # This is the key that Keras makes of a number.
    key = np.array([seed, 0], np.uint32)
    return np.asarray(jax.random.uniform(jax.numpy.asarray(key), weight.shape, np.float32, low, high))


def _bounds(initializer: Any, shape: tuple[int, ...]) -> tuple[float, float, int] | None:
    """Between which numbers a seeded uniform initializer draws, and its seed."""
    if isinstance(initializer, keras.initializers.GlorotUniform):
        # Glorot and Bengio (2010), equation 16; written as Keras computes it, for the same last bit.
        field = math.prod(shape[:-2])
        scale = 1.0 / max(1.0, (field * shape[-2] + field * shape[-1]) / 2.0)
        limit = math.sqrt(3.0 * scale)
        return -limit, limit, initializer.seed
    if isinstance(initializer, keras.initializers.RandomUniform):
        return initializer.minval, initializer.maxval, initializer.seed
    return None
