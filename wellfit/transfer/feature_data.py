"""Images as a frozen network sees them: a dataset of features, computed once and kept."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.data.encoded import from_arrays
from wellfit.data.images.rows import pixels_key
from wellfit.engine.augment.augmented import augmented
from wellfit.engine.features import features
from wellfit.errors import DataError, OptionError
from wellfit.recipes.augmentation import Augmentation
from wellfit.transfer.backbone import Backbone
from wellfit.transfer.kept import kept

# Rows between two reports; their features are computed in smaller batches.
PIECE = 256
# Told how many of how many images are done.
Told = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Views:
    """How many views of each training image there are, the image itself being the first, and how others are made.

    What is cached sees no augmentation any more; further views bring it back, each image changed in ways that are drawn
    once.
    """

    count: int = 1
    augmentation: Augmentation | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        if self.count < 1:
            raise OptionError(f"An image has at least one view, itself; received {self.count}.")

    @property
    def changes(self) -> Augmentation:
        """How further views are made."""
        return Augmentation.usual() if self.augmentation is None else self.augmentation


def feature_data(
    backbone: Backbone,
    data: Dataset,
    *,
    views: Views | int = 1,
    folder: str | Path | None = None,
    told: Told | None = None,
) -> Dataset:
    """The same rows with a block "dense" [rows, width]: what the network makes of each image, pooled.

    Args:
        backbone: whose `image_shape` is that of the images.
        data: with a block "image".
        views: of each training image; further ones are training rows behind all others.
        folder: where features are kept; the cache of wellfit without it.
        told: is called with the numbers of images done and of all, while they are computed.

    Raises:
        DataError: there are no images, or of another shape.
    """
    return _of_frozen(backbone, 0, "dense", data, _views(views), folder, told)


def tuning_data(
    backbone: Backbone,
    data: Dataset,
    blocks: int,
    *,
    views: Views | int = 1,
    folder: str | Path | None = None,
    told: Told | None = None,
) -> Dataset:
    """The same rows with a block "array" [rows, height, width, channels]: what the last so many blocks read.

    What lies below them is not trained, so that it need not run again in each epoch. Arguments and errors are those of
    `feature_data`; ModelError where the network has fewer blocks.
    """
    return _of_frozen(backbone, blocks, "array", data, _views(views), folder, told)


def _views(given: Views | int) -> Views:
    return given if isinstance(given, Views) else Views(count=given)


def _of_frozen(
    backbone: Backbone,
    blocks: int,
    block: str,
    data: Dataset,
    views: Views,
    folder: str | Path | None,
    told: Told | None,
) -> Dataset:
    images = _images(backbone, data)
    sources = [images, *(_View(images, data.rows("train"), views, number) for number in range(1, views.count))]
    model = backbone.frozen(blocks)
    content = data.images.key if data.images is not None else pixels_key(images)
    tell = _Told(told, sum(map(len, sources)))
    parts = [
        kept(
            _hashed(backbone.key, blocks, content, getattr(source, "key", "")),
            (len(source), *model.output_shape[1:]),
            lambda out, source=source: _fill(out, model, source, tell),
            folder,
        )
        for source in sources
    ]
    return _with_block(data, block, parts)
