"""What a model is asked with outside of training: its weights, and rows in batches of one size."""

from collections.abc import Iterator

import jax
import numpy as np
from jaxtyping import Shaped

from wellfit.backend import keras


def values(model: keras.Model) -> tuple[list[jax.Array], list[jax.Array]]:
    """The arrays of what can be trained and of what cannot, as `stateless_call` takes them."""
    return [one.value for one in model.trainable_variables], [one.value for one in model.non_trainable_variables]


def filled(rows: Shaped[np.ndarray, "rows ..."], size: int) -> Iterator[tuple[slice, Shaped[np.ndarray, "{size} ..."]]]:
    """Which rows a batch holds, and the batch; the last one is filled up with zeros, so that one program serves all.

    >>> [(part.start, part.stop, batch.tolist()) for part, batch in filled(np.array([1, 2, 3]), 2)]
    [(0, 2, [1, 2]), (2, 3, [3, 0])]
    """
    for first in range(0, len(rows), size):
        part = slice(first, min(first + size, len(rows)))
        batch = np.zeros((size, *rows.shape[1:]), rows.dtype)
        batch[: part.stop - first] = rows[part]
        yield part, batch
