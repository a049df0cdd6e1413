"""Pictures changed as training changes them, by SciPy."""

import numpy as np
from jaxtyping import Float, Num
from scipy.ndimage import affine_transform

from wellfit.engine.augment.changes import Changes
from wellfit.engine.augment.draw import drawn
from wellfit.engine.hyper import amounts
from wellfit.engine.state import Leaf
from wellfit.recipes.augmentation import Augmentation

Pictures = Float[np.ndarray, "batch height width channels"]


def stock_pictures(
    images: Num[np.ndarray, "batch height width channels"], given: Augmentation, chance: Leaf, step: int
) -> Pictures:
    """Those of this step (0-based): what is drawn for them is what the engine draws, all else is done here."""
    number = np.asarray(step, np.int32)
    changes = [np.asarray(part) for part in drawn(images, chance, number, amounts(given))]
    return np.stack([_one(image, Changes(*each)) for image, *each in zip(images, *changes, strict=True)])


def _one(image: np.ndarray, change: Changes) -> np.ndarray:
    channels = np.moveaxis(image.astype(np.float32), -1, 0)
    moved = np.stack(
        [affine_transform(one, change.turn, change.place, order=1, mode="reflect") for one in channels], axis=-1
    )
    weights = np.array([0.299, 0.587, 0.114]) if moved.shape[-1] == 3 else np.full(moved.shape[-1], 1 / moved.shape[-1])
    coloured = np.clip(change.own * moved + change.grey * (moved @ weights)[..., None] + change.offset, 0, 255)
    top, left, bottom, beyond = np.asarray(change.erased).astype(int)
    coloured[top:bottom, left:beyond] = change.fill
    return coloured.astype(np.float32)
