"""Class probabilities in the form of a network's outputs."""

import numpy as np
from numpy.typing import NDArray

from wellfit.data.task import Task


def all_classes(probabilities: NDArray[np.floating], known: NDArray[np.generic], task: Task) -> NDArray[np.floating]:
    """[rows] for a binary task (the probability of the second class), else [rows, classes].

    `known` are the class numbers of the columns: a class missing from the rows a model was fitted
    on gets probability zero.

    >>> three = Task(kind="multiclass", target="y", classes=("a", "b", "c"))
    >>> all_classes(np.array([[0.2, 0.8]]), np.array([0, 2]), three).tolist()
    [[0.2, 0.0, 0.8]]
    """
    wide = np.zeros((len(probabilities), len(task.classes)))
    wide[:, known.astype(np.intp)] = probabilities
    return wide[:, 1] if task.kind == "binary" else wide
