"""Pixels turned as a camera said that the picture lies (EXIF 2.3, section 4.6.4)."""

import numpy as np

ORIENTATION = 0x0112  # the tag
UPRIGHT = 1
SIDEWAYS = (5, 6, 7, 8)
# Where the first row and the first column of the file are in the scene: below, and on the right.
_BOTTOM, _RIGHT = (3, 4, 7, 8), (2, 3, 6, 7)


def upright(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """[rows, columns, channels] as the scene was, for an orientation from 1 to 8; all in their order in memory.

    >>> upright(np.array([[[1], [2]]]), 6)[:, :, 0]
    array([[1],
           [2]])
    """
    if orientation in SIDEWAYS:
        pixels = pixels.swapaxes(0, 1)
    if orientation in _BOTTOM:
        pixels = pixels[::-1]
    if orientation in _RIGHT:
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)
