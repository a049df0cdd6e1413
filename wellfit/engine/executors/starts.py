"""The starts of a network, the same on every backend of Keras."""

import numpy as np
from jaxtyping import Float

from wellfit.backend import keras
from wellfit.engine.draws import drawn


def starts(model: keras.Model) -> list[Float[np.ndarray, "..."]]:
    """The trainable variables as Keras starts them on JAX, from the seeds of the layers' initializers.

    Each backend has a random generator of its own, so that one seed starts another network on each.
    Here the uniform starts are drawn again as JAX draws them; the others are constants, or were given.
    """
    layers = model._flatten_layers()
    found = {id(weight): _start(layer, weight) for layer in layers for weight in layer._trainable_variables}
    return [found[id(variable)] for variable in model.trainable_variables]


def _start(layer: keras.Layer, weight: keras.Variable) -> np.ndarray:
    again = drawn(getattr(layer, f"{weight.name}_initializer", None), tuple(weight.shape))
    return np.array(keras.ops.convert_to_numpy(weight.value)) if again is None else again
