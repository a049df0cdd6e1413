"""What is known of the images of a dataset beside their pixels."""

import hashlib
from dataclasses import dataclass

import numpy as np

from wellfit.data.pieces import pieces


@dataclass(frozen=True, kw_only=True)
class ImageRows:
    """Of each row of the block "image", in its order, the file it was read from, as it is shown to people.

    `key` is a hash of the content of the images and of the size that they were brought to: what was computed from
    the pixels is kept under it. `groups` has a number for each row which near-duplicates share, so that they stay on
    one side of every split; empty where each row stands for itself.
    """

    files: tuple[str, ...]
    key: str
    groups: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.groups and len(self.groups) != len(self.files):
            raise ValueError(f"{len(self.groups)} groups of {len(self.files)} files")


def of_pixels(pixels: np.ndarray) -> ImageRows:
    """Of images [rows, height, width, channels] that came as arrays: they are called by their numbers.

    >>> of_pixels(np.zeros((2, 4, 4, 3), np.uint8)).files
    ('image 0', 'image 1')
    """
    return ImageRows(files=tuple(f"image {row}" for row in range(len(pixels))), key=pixels_key(pixels))


def pixels_key(pixels: np.ndarray) -> str:
    """A hash of the numbers and of their shape."""
    found = hashlib.blake2b(repr((pixels.shape, pixels.dtype.str)).encode(), digest_size=16)
    for part in pieces(pixels):
        found.update(np.ascontiguousarray(part).data)
    return found.hexdigest()
