"""Folds made equally wide: a column that only some of them have is zero in the others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import scipy.sparse

from wellfit.data.dataset import Block, Dataset

Shape = tuple[int, ...]


def padded(folds: Sequence[Dataset], whole: Mapping[str, Block]) -> tuple[Dataset, ...]:
    """The folds with zeros at the ends of the rows of each block, so that all have the widest fold's shapes.

    Zero is what says least: no number at all, no word, padding at the end of a text. `whole` are the blocks of
    the data that the folds are of, which are not wider afterwards either.
    """
    shapes: dict[str, Shape] = {}
    for blocks in (whole, *(fold.blocks for fold in folds)):
        for name, block in blocks.items():
            known = shapes.get(name, block.shape[1:])
            shapes[name] = tuple(max(pair) for pair in zip(known, block.shape[1:], strict=True))
    return tuple(replace(fold, blocks=_widened(fold, shapes)) for fold in folds)


def _widened(fold: Dataset, shapes: Mapping[str, Shape]) -> dict[str, Block]:
    rows = len(fold.target)
    return {name: _wide(fold.blocks.get(name), name, (rows, *shape)) for name, shape in shapes.items()}


def _wide(block: Block | None, name: str, shape: Shape) -> Block:
    if block is None:
        if name in ("words", "pairs"):
            return scipy.sparse.csr_array(shape, dtype=np.float32)
        return np.zeros(shape, np.int32 if name in ("sequence", "categories") else np.float32)
    if isinstance(block, np.ndarray):
        return np.pad(block, [(0, new - old) for new, old in zip(shape, block.shape, strict=True)])
    return scipy.sparse.csr_array((block.data, block.indices, block.indptr), shape=shape)
