"""Images as few numbers: means of squares of pixels, which a linear model can be fitted on."""

import numpy as np
from numpy.typing import NDArray

# At most so many a side: 16 x 16 in three colours are 768 columns, which take a logistic regression seconds.
SIDE = 16
ROWS_AT_ONCE = 256


def thumbnails(images: NDArray[np.uint8], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """[rows, height, width, channels] of 16 or fewer a side, from 0 to 1; `images` [all rows, height, width, channels].

    A square of pixels gives its mean; what is left over at the right and below is left out.

    >>> image = np.arange(32 * 32, dtype=np.uint8).reshape(1, 32, 32, 1)
    >>> thumbnails(image, np.array([0])).shape
    (1, 16, 16, 1)
    """
    found = np.empty((len(rows), *shape(images.shape[1:])))
    for first in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[first : first + ROWS_AT_ONCE]
        found[first : first + len(some)] = _means(np.asarray(images[some]))
    return found / 255


def shape(image: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of a thumbnail of an image of this one.

    >>> shape((150, 120, 3)), shape((8, 8, 1))
    ((15, 15, 3), (8, 8, 1))
    """
    height, width, channels = image
    return height // _step(height), width // _step(width), channels


def _step(side: int) -> int:
    return -(-side // SIDE)


def _means(images: NDArray[np.uint8]) -> NDArray[np.float64]:
    rows, height, width, channels = images.shape
    high, wide, _ = shape(images.shape[1:])
    down, across = _step(height), _step(width)
    squares = images[:, : high * down, : wide * across].reshape(rows, high, down, wide, across, channels)
    return squares.mean(axis=(2, 4))
