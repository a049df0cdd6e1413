"""What augmentation does to some of the training images."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.workflow.pictures.document import IMAGE
from wellfit.workflow.pictures.sheet import sheet

if TYPE_CHECKING:
    from wellfit.recipes.augmentation import Augmentation

IMAGES, TIMES = 6, 7
WORDS = {
    "flip": "{1:g} % mirrored",
    "rotation": "turned by up to {0:g}°",
    "zoom": "zoomed by up to {1:g} %",
    "shift": "shifted by up to {1:g} %",
    "brightness": "brighter or darker by up to {1:g} %",
    "contrast": "contrast changed by up to {1:g} %",
    "colour": "colours changed by up to {1:g} %",
    "erasing": "a part erased in {1:g} %",
}


def augmentation_sheet(data: Dataset, augmentation: "Augmentation", seed: int = 0) -> dict[str, Any]:
    """A contact sheet of training images of all classes in turn, each beside what it becomes.

    The changes are those of training, drawn by the same code.
    """
    from wellfit.engine.augment.augmented import augmented

    rows = _of_all_classes(data)
    images = np.stack([np.asarray(data.blocks[IMAGE][row]) for row in rows])
    made = augmented(np.tile(images, (TIMES, 1, 1, 1)), augmentation, seed)
    return sheet(images, made.reshape(TIMES, *images.shape), described(augmentation))


def described(augmentation: "Augmentation") -> str:
    """The changes in words.

    >>> from wellfit.recipes.augmentation import Augmentation
    >>> described(Augmentation(flip=0.5, rotation=7.5, zoom=0.1))
    '50 % mirrored, turned by up to 7.5°, zoomed by up to 10 %'
    """
    return ", ".join(WORDS[name].format(value, 100 * value) for name, value in asdict(augmentation).items() if value)


def _of_all_classes(data: Dataset) -> list[int]:
    """The first training images of each class, in turn."""
    rows = data.rows("train")
    places = {number: iter(rows[data.target[rows] == number]) for number in np.unique(data.target[rows])}
    found: list[int] = []
    while len(found) < min(IMAGES, len(rows)):
        found += [int(row) for row in (next(rest, None) for rest in places.values()) if row is not None]
    return found[:IMAGES]
