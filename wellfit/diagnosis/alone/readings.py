"""The numbers that are read off curves [curves, epochs] without gaps: levels at the end against levels before."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Curves = NDArray[np.floating]


def width(epochs: int) -> int:
    """How many epochs make a level: a fifth of them, at least two.

    >>> width(6), width(20)
    (2, 4)
    """
    return max(2, epochs // 5)


def levels(curves: Curves) -> Curves:
    """Means of `width` neighbouring epochs, [curves, epochs − width + 1].

    >>> levels(np.array([[4.0, 2.0, 2.0, 4.0]])).tolist()
    [[3.0, 2.0, 3.0]]
    """
    wide = width(curves.shape[1])
    sums = np.cumsum(np.pad(curves, ((0, 0), (1, 0))), axis=1)
    return (sums[:, wide:] - sums[:, :-wide]) / wide


def above_lowest(curves: Curves) -> Curves:
    """How far the level at the end lies above the lowest one.

    >>> above_lowest(np.array([[4.0, 2.0, 2.0, 4.0]])).tolist()
    [1.0]
    """
    found = levels(curves)
    return found[:, -1] - found.min(axis=1)


def above_start(curves: Curves) -> Curves:
    """How far the level at the end lies above the first epoch.

    >>> above_start(np.array([[2.0, 5.0, 4.0]])).tolist()
    [2.5]
    """
    return levels(curves)[:, -1] - curves[:, 0]


def late_change(curves: Curves) -> Curves:
    """Level of the last quarter less that of the quarter before (`late_fall` says the same of several seeds).

    >>> late_change(np.array([[4.0, 3.0, 2.0, 1.0]])).tolist()
    [-1.0]
    """
    quarter = max(1, curves.shape[1] // 4)
    return curves[:, -quarter:].mean(axis=1) - curves[:, -2 * quarter : -quarter].mean(axis=1)


@dataclass(frozen=True)
class Since:
    """The reading: level at the end less the level around a place in the curve, from 0 (its start) to 1 (its end).

    >>> Since(0.25)(np.array([[4.0, 2.0, 1.0, 0.0, 0.0]])).tolist()
    [-3.0]
    """

    place: float

    def __call__(self, curves: Curves) -> Curves:
        """[curves]"""
        found = levels(curves)
        epoch = round(self.place * (curves.shape[1] - 1))
        around = int(np.clip(epoch - width(curves.shape[1]) // 2, 0, found.shape[1] - 1))
        return found[:, -1] - found[:, around]
