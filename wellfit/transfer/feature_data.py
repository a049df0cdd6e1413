"""Images as a frozen network sees them: a dataset of features, computed once and kept."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.data.encoded import from_arrays
from wellfit.data.images.rows import pixels_key
from wellfit.engine.features import features
from wellfit.errors import DataError
from wellfit.transfer.backbone import Backbone
from wellfit.transfer.kept import kept

# Rows between two reports; their features are computed in smaller batches.
PIECE = 256
# Told how many of how many rows are done.
Told = Callable[[int, int], None]


def feature_data(
    backbone: Backbone, data: Dataset, *, folder: str | Path | None = None, told: Told | None = None
) -> Dataset:
    """The same rows with a block "dense" [rows, width]: what the network makes of each image, pooled.

    Args:
        backbone: whose `image_shape` is that of the images.
        data: with a block "image".
        folder: where features are kept; the cache of wellfit without it.
        told: is called with the numbers of rows done and of all, while they are computed.

    Raises:
        DataError: there are no images, or of another shape.
    """
    return _of_frozen(backbone, 0, "dense", data, folder, told)


def tuning_data(
    backbone: Backbone, data: Dataset, blocks: int, *, folder: str | Path | None = None, told: Told | None = None
) -> Dataset:
    """The same rows with a block "array" [rows, height, width, channels]: what the last so many blocks read.

    What lies below them is not trained, so that it need not run again in each epoch. Arguments and errors are those of
    `feature_data`; ModelError where the network has fewer blocks.
    """
    return _of_frozen(backbone, blocks, "array", data, folder, told)


def _of_frozen(
    backbone: Backbone, blocks: int, block: str, data: Dataset, folder: str | Path | None, told: Told | None
) -> Dataset:
    images = _images(backbone, data)
    model = backbone.frozen(blocks)
    content = data.images.key if data.images is not None else pixels_key(images)
    key = hashlib.blake2b(f"{backbone.key} {blocks} {content}".encode(), digest_size=16).hexdigest()
    shape = (len(images), *model.output_shape[1:])
    found = kept(key, shape, lambda out: _fill(out, model, images, told), folder)
    return _with_block(data, block, found)


def _fill(out: np.ndarray, model: "keras.Model", images: np.ndarray, told: Told | None) -> None:
    for first in range(0, len(images), PIECE):
        rows = slice(first, min(first + PIECE, len(images)))
        out[rows] = features(model, images[rows])
        if told is not None:
            told(rows.stop, len(images))


def _images(backbone: Backbone, data: Dataset) -> np.ndarray:
    images = data.blocks.get("image")
    if not isinstance(images, np.ndarray):
        raise DataError(
            f"The data '{data.name}' have no images, of which a pretrained network could make features: their blocks "
            f"are {', '.join(data.blocks)}. Read a folder of images by class."
        )
    if images.shape[1:] != backbone.image_shape:
        raise DataError(
            f"The images are {' × '.join(map(str, images.shape[1:]))}, but the backbone was loaded for "
            f"{' × '.join(map(str, backbone.image_shape))}. Load it with image_shape={images.shape[1:]}."
        )
    return images


def _with_block(data: Dataset, block: str, numbers: np.ndarray) -> Dataset:
    """The data with other numbers for the same rows: target, splits and task as they are."""
    classes = data.task.classes or None
    plain = from_arrays(
        {block: numbers}, data.target, kind=data.task.kind, splits=data.splits, classes=classes, name=data.name
    )
    pipeline = replace(plain.pipeline, target=data.pipeline.target)
    return replace(plain, task=data.task, pipeline=pipeline)
