"""Pictures changed outside of training: for people to look at, and for features of several views."""

import jax
import numpy as np
from jaxtyping import UInt8

from wellfit.engine.augment.batch import augment
from wellfit.engine.hyper import amounts
from wellfit.engine.inference import filled
from wellfit.engine.mixing import chance
from wellfit.recipes.augmentation import Augmentation

# Pictures at a time: enough for all cores, few enough for their memory.
TOGETHER = 64

Pictures = UInt8[np.ndarray, "rows height width channels"]


def augmented(images: Pictures, augmentation: Augmentation, seed: int) -> Pictures:
    """The pictures as a network may see them in training, each changed in its own way; another seed, another way.

    Args:
        images: raw pixels [rows, height, width, channels]; they may lie in a file that is mapped into memory.
        augmentation: by how much they are changed.
        seed: what the changes are drawn from.

    >>> picture = np.arange(6, dtype=np.uint8).reshape(1, 1, 2, 3)
    >>> augmented(picture, Augmentation(flip=1.0), seed=0).tolist()
    [[[[3, 4, 5], [0, 1, 2]]]]
    """
    found, drawn_from, given = np.empty(images.shape, np.uint8), chance(seed), amounts(augmentation)
    for step, (rows, batch) in enumerate(filled(images, TOGETHER)):
        changed = _augment(batch, drawn_from, np.int32(step), given)
        found[rows] = np.rint(np.asarray(changed)[: rows.stop - rows.start])
    return found


_augment = jax.jit(augment)
