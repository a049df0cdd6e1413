"""Images as a frozen network sees them: a dataset of features, computed once and kept."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.data.encoded import from_arrays
from wellfit.data.images.rows import pixels_key
from wellfit.engine.features import features
from wellfit.errors import DataError, ModelError
from wellfit.transfer.backbone import Backbone
from wellfit.transfer.kept import kept
from wellfit.transfer.views import Views

# Rows between two reports; their features are computed in smaller batches.
PIECE = 256
# Told how many of how many images are done.
Told = Callable[[int, int], None]


def feature_data(
    backbone: Backbone,
    data: Dataset,
    *,
    views: Views | None = None,
    folder: str | Path | None = None,
    told: Told | None = None,
    anew: bool = False,
) -> Dataset:
    """The same rows with a block "dense" [rows, width]: what the network makes of each image, pooled.

    Args:
        backbone: whose `image_shape` is that of the images.
        data: with a block "image".
        views: of training images beside themselves, which are training rows behind all others.
        folder: where features are kept; the cache of wellfit without it.
        told: is called with the numbers of images done and of all, while they are computed.
        anew: compute them though they are kept.

    Raises:
        DataError: there are no images, or of another shape.
        ModelError: the network gives numbers that are not finite.
        OptionError: the disk has no room for the features.
    """
    return _seen(backbone.frozen(), backbone, data, views or Views(), folder, told, anew)


def tuning_data(
    backbone: Backbone,
    data: Dataset,
    blocks: int,
    *,
    views: Views | None = None,
    folder: str | Path | None = None,
    told: Told | None = None,
    anew: bool = False,
) -> Dataset:
    """The same rows with a block "array" [rows, height, width, channels]: what the last so many blocks read.

    What lies below them is not trained, so that it need not run again in each epoch. Arguments and errors are those of
    `feature_data`; ModelError also where the network has fewer blocks.
    """
    return _seen(backbone.frozen(blocks), backbone, data, views or Views(), folder, told, anew)


def _seen(
    model: keras.Model,
    backbone: Backbone,
    data: Dataset,
    views: Views,
    folder: str | Path | None,
    told: Told | None,
    anew: bool,
) -> Dataset:
    images, train = _fitting(backbone, data), data.rows("train")
    shape, further = tuple(model.output_shape[1:]), views.further * len(train)
    content = data.images.key if data.images is not None else pixels_key(images)
    key = _hashed(backbone.key, shape, content)

    def plain(out: np.ndarray) -> None:
        _fill(out, model, ((images[rows], rows.stop) for rows in _pieces(len(images))), told)

    def with_views(out: np.ndarray) -> None:
        out[: len(images)] = kept(key, (len(images), *shape), plain, folder, anew=anew)
        _fill(out[len(images) :], model, _changed(images, train, views), told)

    if further:
        all_of = _hashed(key, repr(views), train.tobytes())
        numbers = kept(all_of, (len(images) + further, *shape), with_views, folder, anew=anew)
    else:
        numbers = kept(key, (len(images), *shape), plain, folder, anew=anew)
    return _with_block(data, "array" if len(shape) == 3 else "dense", numbers, views.further)


def _pieces(rows: int) -> Iterator[slice]:
    return (slice(first, min(first + PIECE, rows)) for first in range(0, rows, PIECE))


def _changed(images: np.ndarray, train: np.ndarray, views: Views) -> Iterator[tuple[np.ndarray, int]]:
    """Further views of the training images piece by piece, and how many there are with each."""
    for number in range(1, views.count):
        for rows in _pieces(len(train)):
            done = (number - 1) * len(train) + rows.stop
            yield views.of(images[train[rows]], number, rows.start), done


def finite(numbers: np.ndarray) -> np.ndarray:
    """The same numbers. Raises ModelError where not all of a network's are finite."""
    if not np.isfinite(numbers).all():
        raise ModelError(
            "The backbone gives numbers that are not finite for some of the images: its weights or its preprocessing "
            "are not those that it was trained with. Pass other --weights, or another backbone."
        )
    return numbers


def last_view(data: Dataset, views: Views) -> tuple[np.ndarray, np.ndarray]:
    """The last images that were changed for the last view, and their rows among the features."""
    train = data.rows("train")
    first = (len(train) - 1) // PIECE * PIECE
    changed = views.of(images_of(data)[train[first:]], views.further, first)
    return changed, len(data.target) + (views.further - 1) * len(train) + np.arange(first, len(train))


def _fill(out: np.ndarray, model: keras.Model, pieces: Iterator[tuple[np.ndarray, int]], told: Told | None) -> None:
    for some, done in pieces:
        out[done - len(some) : done] = finite(features(model, some))
        if told is not None:
            told(done, len(out))


def _hashed(*given: object) -> str:
    return hashlib.blake2b(repr(given).encode(), digest_size=16).hexdigest()


def images_of(data: Dataset) -> np.ndarray:
    """The block of images. Raises DataError where there is none."""
    images = data.blocks.get("image")
    if not isinstance(images, np.ndarray):
        raise DataError(
            f"The data '{data.name}' have no images, of which a pretrained network could make features: their blocks "
            f"are {', '.join(data.blocks)}. Read a folder of images by class."
        )
    return images


def _fitting(backbone: Backbone, data: Dataset) -> np.ndarray:
    images = images_of(data)
    if images.shape[1:] != backbone.image_shape:
        raise DataError(
            f"The images are {' × '.join(map(str, images.shape[1:]))}, but the backbone was loaded for "
            f"{' × '.join(map(str, backbone.image_shape))}. Load it with image_shape={images.shape[1:]}."
        )
    return images


def _with_block(data: Dataset, block: str, numbers: np.ndarray, further: int) -> Dataset:
    """The data with other numbers for the same rows, and so many more for each training row."""
    train, rows = data.rows("train"), len(data.target)
    more = rows + np.arange(further * len(train), dtype=np.int64)
    plain = from_arrays(
        {block: numbers},
        np.concatenate([data.target, np.tile(data.target[train], further)]),
        kind=data.task.kind,
        splits=replace(data.splits, train=np.concatenate([train, more])),
        classes=data.task.classes or None,
        name=data.name,
    )
    pipeline = replace(plain.pipeline, target=data.pipeline.target)
    return replace(plain, task=data.task, pipeline=pipeline)
