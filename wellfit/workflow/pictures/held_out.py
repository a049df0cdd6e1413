"""Rows with the answers of networks that never saw them, and which of them are worth a look."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True, kw_only=True, eq=False)
class HeldOut:
    """Row numbers, their class numbers, and what was answered: a probability [rows], or one a class [rows, classes].

    `split` says where the rows are from. Whoever makes one answers for it that no network answered that was trained
    on the row: a network that learned a wrong label by heart finds nothing wrong with it.
    """

    split: str
    rows: np.ndarray
    truth: np.ndarray
    predicted: np.ndarray

    @cached_property
    def each(self) -> np.ndarray:
        """Probabilities [rows, classes]."""
        given = np.asarray(self.predicted, np.float64)
        return given if given.ndim == 2 else np.stack([1 - given, given], axis=1)

    @cached_property
    def labels(self) -> np.ndarray:
        """The classes that the rows are said to be of."""
        return self.truth.astype(np.int64)

    def mistakes(self, most: int) -> np.ndarray:
        """Places of rows that were taken for another class, the surest first.

        >>> made = HeldOut(split="test", rows=np.arange(4), truth=np.array([0, 1, 1, 0]),
        ...                predicted=np.array([0.9, 0.8, 0.3, 0.6]))
        >>> made.mistakes(2).tolist(), made.unsure(2).tolist()
        ([0, 2], [3, 2])
        """
        answered = self.each.argmax(axis=1)
        return _first(-self.each.max(axis=1), answered != self.labels, most)

    def unsure(self, most: int) -> np.ndarray:
        """Places of the rows of which the two likeliest classes lie closest together, the closest first."""
        two = np.sort(self.each, axis=1)[:, -2:]
        return _first(two[:, 1] - two[:, 0], np.isfinite(two).all(axis=1), most)

    def suspected(self, most: int) -> tuple[np.ndarray, np.ndarray]:
        """Places of rows whose label is probably wrong, the most probable first, and by how much (from 0 to 1).

        Confident learning (Northcutt et al., 2021): a row is suspected where another class is at least as probable as
        it is in the mean of the rows that bear that label, so that what the networks find hard as a whole is no
        suspicion. How much is the probability of that class less that of the label.
        """
        rows, classes = self.each.shape
        usual = [self.each[self.labels == j, j].mean() if (self.labels == j).any() else np.inf for j in range(classes)]
        sure = np.where(self.each >= np.array(usual), self.each, -1.0)
        sure[np.arange(rows), self.labels] = -1.0
        by = sure.max(axis=1) - self.each[np.arange(rows), self.labels]
        places = _first(-by, by > 0, most)
        return places, by[places]


def _first(order: np.ndarray, wanted: np.ndarray, most: int) -> np.ndarray:
    """Places of the wanted, the lowest first; equals in the order of the rows."""
    return np.array([place for place in np.argsort(order, kind="stable") if wanted[place]][:most], np.int64)
