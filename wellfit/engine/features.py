"""What a frozen network makes of images: computed once, and trained on as often as one likes."""

from collections.abc import Callable
from functools import lru_cache

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Num

from wellfit.backend import TOGETHER, backend_name, keras
from wellfit.engine.inference import filled, values
from wellfit.engine.lowering import lowered


def features(model: keras.Model, images: Num[np.ndarray, "rows ..."], batch_size: int = 32) -> np.ndarray:
    """The model's outputs for all images in inference mode, float32 [rows, ...].

    Convolutions are lowered as in training, so a pretrained backbone takes a fraction of the time of
    `model.predict` on a CPU. The last batch is filled up with zeros: one program serves all. Where Keras does not
    run on JAX, `model.predict` computes them.

    Args:
        model: with one input and one output.
        images: [rows, height, width, channels], or whatever the input's shape is, in the numbers that the model
            was made for; uint8 is converted a batch at a time.
        batch_size: images computed together.

    >>> model = keras.Sequential([keras.Input((4, 4, 3)), keras.layers.GlobalAveragePooling2D()])
    >>> features(model, np.full((5, 4, 4, 3), 7, np.uint8), batch_size=2).shape
    (5, 3)
    """
    if backend_name() != TOGETHER:
        return np.asarray(model.predict(images, batch_size=batch_size, verbose=0), np.float32)
    call = _program(model)
    weights = values(model)
    found = np.empty((len(images), *model.output_shape[1:]), np.float32)
    running: tuple[slice, jax.Array] | None = None
    for rows, batch in filled(images, batch_size):
        outputs = call(*weights, batch)  # not waited for: the batch before it is copied out meanwhile
        _copy_out(running, found)
        running = rows, outputs
    _copy_out(running, found)
    return found


def _copy_out(running: tuple[slice, jax.Array] | None, found: np.ndarray) -> None:
    if running is not None:
        rows, outputs = running
        found[rows] = np.asarray(outputs)[: rows.stop - rows.start]


# One, for a model is large; the splits of a dataset are asked for one after another.
@lru_cache(maxsize=1)
def _program(model: keras.Model) -> Callable[..., jax.Array]:
    def forward(trainable: list[jax.Array], fixed: list[jax.Array], batch: jax.Array) -> jax.Array:
        outputs, _ = model.stateless_call(trainable, fixed, batch, training=False)
        return outputs

    fast = lowered(forward)
    return jax.jit(lambda trainable, fixed, batch: fast(trainable, fixed, batch.astype(jnp.float32)))
