"""The rows that training may see, laid out for the compiled program."""

from collections.abc import Sequence
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
import scipy.sparse
from jaxtyping import Array, Int, Num

from wellfit.data.dataset import Block, Dataset
from wellfit.engine.sparse.csr import Csr
from wellfit.engine.sparse.rows import SparseRows


class Rows(NamedTuple):
    """Inputs (one array a block) and target of all rows in use; batches are taken by row number.

    The last row is blank: zeros, for streams whose network sees no input.
    """

    inputs: tuple[Num[Array, "rows ..."] | Csr, ...]
    target: Num[Array, " rows"]


class Stretch(NamedTuple):
    """Some rows of a dataset, which lie one after another in `Rows`."""

    data: Dataset
    rows: Int[np.ndarray, " rows"]


def lay_out(stretches: Sequence[Stretch], blocks: Sequence[str]) -> Rows:
    """The rows of the stretches one after another, and a blank one; blocks of few entries stay sparse."""
    inputs = tuple(_laid_out([data.blocks[block][rows] for data, rows in stretches]) for block in blocks)
    return Rows(inputs, jnp.asarray(_with_blank([data.target[rows] for data, rows in stretches])))


def bytes_a_row(data: Dataset, blocks: Sequence[str]) -> int:
    """Memory that one row takes in `Rows`."""
    return sum(_row_bytes(data.blocks[block]) for block in blocks)


def take(rows: Rows, numbers: Int[Array, " batch"]) -> list[Num[Array, "batch ..."] | SparseRows]:
    """The inputs of the rows with these numbers."""
    return [SparseRows(block, numbers) if isinstance(block, Csr) else block[numbers] for block in rows.inputs]


def _laid_out(parts: Sequence[Block]) -> Array | Csr:
    if isinstance(parts[0], np.ndarray):
        return jnp.asarray(_with_blank(parts))
    return Csr.of(parts[0] if len(parts) == 1 else scipy.sparse.vstack(parts, format="csr"), blank=True)


def _with_blank(parts: Sequence[Block]) -> np.ndarray:
    return np.concatenate([*parts, np.zeros((1, *parts[0].shape[1:]), parts[0].dtype)])


def _row_bytes(block: Block) -> int:
    if isinstance(block, np.ndarray):
        return block.dtype.itemsize * int(np.prod(block.shape[1:]))
    return 8 * block.nnz // max(1, block.shape[0])  # a column number and a value for each entry
