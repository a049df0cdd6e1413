"""Pixels in colour brought to another size, each a weighted mean of those that it covers."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wellfit.data.images.resize_code import BITS, PIXELS, resize_function

# Ways from one size to another that are kept: the sides of photographs are often the same few hundred.
KEPT = 512
# What is kept of a way grows with the longer side, to 300 KB for this one; larger pictures are for Pillow to resize.
LONGEST = 8192


@dataclass(frozen=True, kw_only=True, eq=False)
class Sums:
    """Which numbers of a line each new number is a sum of: some from `firsts` on, with their shares of 2 ** BITS.

    `told` is what the machine code knows of them: where both lie in memory, and how many numbers are summed.
    """

    firsts: np.ndarray
    shares: np.ndarray
    told: tuple[int, int, int]


def resized(pixels: np.ndarray, height: int, width: int) -> np.ndarray:
    """uint8 [height, width, 3] of uint8 [any height, any width, 4], the last of whose channels counts for nothing.

    A new pixel is the mean of the old ones under a triangle that is twice as wide as itself, or as an old one where
    these are larger (Pillow's BILINEAR): what is made smaller has no patterns that were not there. Raises ValueError
    where there are no pixels.

    >>> stripes = np.tile(np.array([0, 200], np.uint8), (8, 32))[..., None].repeat(4, axis=2)
    >>> resized(stripes, 8, 8)[4, 4]
    array([100, 100, 100], dtype=uint8)
    """
    rows, columns = pixels.shape[:2]
    # Machine code asks nothing: what it reads and writes must be there.
    if pixels.dtype != np.uint8 or pixels.shape[2:] != (4,) or min(rows, columns, height, width) < 1:
        raise ValueError(f"{pixels.dtype} {pixels.shape} to {(height, width)}; expected uint8 pixels of four bytes")
    if (rows, columns) == (height, width):
        return pixels[:, :, :3]
    if columns < PIXELS:  # of which some are read at a time; nothing is a sum of what is added
        pixels = np.pad(pixels, ((0, 0), (0, PIXELS - columns), (0, 0)))
    given = np.ascontiguousarray(pixels)
    line = np.empty((given.shape[1], 4), np.uint8)
    made = np.empty((height, max(width, PIXELS), 3), np.uint8)
    places = (given.ctypes.data, len(line), line.ctypes.data, made.ctypes.data)
    # Held here while they are read: what is kept of them may be another thread's, or forgotten meanwhile.
    down, across = _down(rows, height), _across(columns, width)
    resize_function()(*places, *made.shape[:2], *down.told, *across.told)
    return made[:, :width]


@lru_cache(KEPT)
def _down(old: int, new: int) -> Sums:
    """From a column of `old` numbers to one of `new`: firsts [new] and shares [new, numbers that are summed]."""
    reach = max(old / new, 1.0)
    middles = (np.arange(new) + 0.5) * (old / new)
    summed = min(old, int(2 * reach) + 1)
    firsts = np.clip(np.ceil(middles - reach - 0.5), 0, old - summed)
    away = firsts[:, None] + np.arange(summed) + 0.5 - middles[:, None]
    weights = np.maximum(0.0, 1.0 - np.abs(away) / reach)
    return _sums(firsts, np.floor(weights / weights.sum(axis=1, keepdims=True) * 2**BITS + 0.5))


@lru_cache(KEPT)
def _across(old: int, new: int) -> Sums:
    """The same for a row, in groups of the pixels that are made at a time; of too few the last one is made again.

    firsts [groups, pixels], shares [groups, numbers that are summed, pixels × bytes of a pixel].
    """
    one = _down(old, new)
    width = max(new, PIXELS)
    starts = np.minimum(np.arange(0, width, PIXELS), width - PIXELS)
    places = np.minimum(starts[:, None] + np.arange(PIXELS), new - 1)
    return _sums(one.firsts[places], one.shares[places].transpose(0, 2, 1).repeat(4, axis=2))


def _sums(firsts: np.ndarray, shares: np.ndarray) -> Sums:
    kept = np.ascontiguousarray(firsts, np.int32), np.ascontiguousarray(shares, np.int32)
    return Sums(firsts=kept[0], shares=kept[1], told=(kept[0].ctypes.data, kept[1].ctypes.data, shares.shape[1]))
