"""The features that baselines learn from: what a network gets, but for the order of words and the steps of numbers."""

from typing import TypeAlias

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from wellfit.data.dataset import Dataset
from wellfit.workflow.baselines import thumbnails

Matrix: TypeAlias = NDArray[np.floating] | scipy.sparse.csr_array


def matrix(dataset: Dataset, rows: NDArray[np.int64]) -> Matrix:
    """[rows, features]: the dense block, flattened arrays and windows, thumbnails, and words, sparse where there are.

    Without the piecewise steps that end the dense block: they would make splines of a linear model,
    and tell trees nothing that the number itself does not.
    """
    parts = [block[rows] for block in _flat_blocks(dataset)]
    if "image" in dataset.blocks:
        parts.append(thumbnails.thumbnails(np.asarray(dataset.blocks["image"]), rows))
    flat = [np.asarray(part, dtype=np.float64).reshape(len(rows), -1) for part in parts]
    words = dataset.blocks.get("words")
    if words is None:
        return np.hstack(flat) if flat else np.zeros((len(rows), 0))
    sparse = [scipy.sparse.csr_array(part) for part in flat]
    return scipy.sparse.csr_array(scipy.sparse.hstack([*sparse, words[rows].astype(np.float64)], format="csr"))


def width(dataset: Dataset) -> int:
    """The number of columns of `matrix`."""
    shapes = [block.shape[1:] for block in _flat_blocks(dataset)]
    shapes += [dataset.blocks["words"].shape[1:]] if "words" in dataset.blocks else []
    shapes += [thumbnails.shape(dataset.shapes["image"])] if "image" in dataset.blocks else []
    return sum(int(np.prod(shape)) for shape in shapes)


def _flat_blocks(dataset: Dataset) -> list[NDArray[np.floating]]:
    blocks = dataset.blocks
    dense = [np.asarray(blocks["dense"])[:, : dataset.pipeline.plain_width]] if "dense" in blocks else []
    return [*dense, *(np.asarray(blocks[name]) for name in ("array", "window") if name in blocks)]
