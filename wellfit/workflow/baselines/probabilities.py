"""Class probabilities in the form of a network's outputs."""

import numpy as np
from numpy.typing import NDArray


def all_classes(probabilities: NDArray[np.floating], known: NDArray[np.generic], classes: int) -> NDArray[np.floating]:
    """[rows] for two classes (the probability of the second), else [rows, classes].

    `known` are the class numbers of the columns: a class missing from the rows a model was fitted
    on gets probability zero.

    >>> all_classes(np.array([[0.2, 0.8]]), np.array([0, 2]), 3).tolist()
    [[0.2, 0.0, 0.8]]
    """
    wide = np.zeros((len(probabilities), classes))
    wide[:, known.astype(np.intp)] = probabilities
    return wide[:, 1] if classes == 2 else wide
