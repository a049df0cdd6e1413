"""The features that baselines learn from: everything a network gets but the order of words."""

from typing import TypeAlias

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from wellfit.data.dataset import Dataset

Matrix: TypeAlias = NDArray[np.floating] | scipy.sparse.csr_array


def matrix(dataset: Dataset, rows: NDArray[np.int64]) -> Matrix:
    """[rows, features]: the dense block, flattened arrays and words, sparse where there are words."""
    parts = [dataset.blocks[name][rows] for name in ("dense", "array") if name in dataset.blocks]
    flat = [np.asarray(part, dtype=np.float64).reshape(len(rows), -1) for part in parts]
    words = dataset.blocks.get("words")
    if words is None:
        return np.hstack(flat) if flat else np.zeros((len(rows), 0))
    sparse = [scipy.sparse.csr_array(part) for part in flat]
    return scipy.sparse.csr_array(scipy.sparse.hstack([*sparse, words[rows].astype(np.float64)], format="csr"))


def width(dataset: Dataset) -> int:
    """The number of columns of `matrix`."""
    names = [name for name in ("dense", "array", "words") if name in dataset.blocks]
    return sum(int(np.prod(dataset.blocks[name].shape[1:])) for name in names)
