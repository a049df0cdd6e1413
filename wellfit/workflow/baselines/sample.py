"""A part of the rows, where all of them would take too long."""

import numpy as np
from numpy.typing import NDArray

from wellfit.data.dataset import Dataset

# So many rows of a class too rare for the draw: a model needs some, and the losses hardly notice.
RARE = 10


def sample(dataset: Dataset, rows: NDArray[np.int64], most: int, seed: int) -> NDArray[np.int64]:
    """About `most` of the row numbers, drawn without replacement and kept in order, with every class among them."""
    if len(rows) <= most:
        return rows
    # A generator named by its algorithm: the same rows on every machine and with every NumPy.
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = np.sort(generator.choice(rows, most, replace=False))
    if dataset.task.kind == "regression":
        return drawn
    missing = np.setdiff1d(dataset.target[rows], dataset.target[drawn])
    rare = [rows[dataset.target[rows] == label][:RARE] for label in missing]
    return np.sort(np.concatenate([drawn, *rare]))


def note(used: int, available: int) -> str:
    """A sentence for rows that were left out, empty when none were.

    >>> note(10, 100), note(5, 5)
    ('Fitted on 10 of 100 training rows, to save time.', '')
    """
    return "" if used == available else f"Fitted on {used:,} of {available:,} training rows, to save time."
