"""What augmentation does to some of the training images."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.data.encoded import IMAGE
from wellfit.workflow.context import Context
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


def study_sheet(context: Context) -> dict[str, Any] | None:
    """The sheet of the chosen recipe's augmentation, or else of the first that was tried; None where none was."""
    if IMAGE not in context.data.blocks:
        return None
    tried = [runs.of(name)[0].recipe for name, (_, runs) in context.candidates.items()]
    recipes = [*([context.chosen] if context.chosen is not None else []), *tried]
    changes = [recipe.training.augmentation for recipe in recipes if not recipe.training.augmentation.plain]
    return augmentation_sheet(context.data, changes[0], context.options.seed) if changes else None


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
