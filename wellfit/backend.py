"""The one door to Keras: imported when first needed, on the JAX backend."""

import os
import sys

from wellfit.errors import ModelError

if "keras" not in sys.modules:
    os.environ.setdefault("KERAS_BACKEND", "jax")

import keras

if keras.backend.backend() != "jax":
    raise ModelError(
        f"wellfit trains its members through JAX, but Keras runs on {keras.backend.backend()} here. "
        "Start Python with KERAS_BACKEND=jax, or import wellfit before keras."
    )

__all__ = ["keras"]
