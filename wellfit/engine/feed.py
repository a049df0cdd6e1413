"""The rows that training may see, laid out for the compiled program."""

from collections.abc import Container, Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import scipy.sparse
from jaxtyping import Array, Int, Num

from wellfit.data.dataset import Block, Dataset
from wellfit.engine.sparse.calls import compile_kernels
from wellfit.engine.sparse.csr import Csr
from wellfit.engine.sparse.pays import pays
from wellfit.engine.sparse.rows import SparseRows

# Below so many columns a product is too small for its zeros to matter.
FEWEST_COLUMNS = 256


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


def lay_out(stretches: Sequence[Stretch], blocks: Sequence[str], multiplied: Container[str]) -> Rows:
    """The rows of the stretches one after another, and a blank one.

    Blocks that are only `multiplied` stay sparse, and become so where that is faster.
    """
    inputs = []
    for block in blocks:
        parts = [data.blocks[block][rows] for data, rows in stretches]
        sparse = block in multiplied and _stay_sparse(parts, sum(map(_entries, parts)))
        if sparse and jax.default_backend() == "cpu":
            compile_kernels()  # beside the work on the rows
        inputs.append(_sparse(parts) if sparse else _dense(parts))
    return Rows(tuple(inputs), jnp.asarray(_with_blank([data.target[rows] for data, rows in stretches])))


def bytes_a_row(data: Dataset, blocks: Sequence[str]) -> int:
    """Memory that one row takes in `Rows`."""
    return sum(_row_bytes(data.blocks[block]) for block in blocks)


def filled(data: Dataset, blocks: Sequence[str], multiplied: Container[str]) -> float:
    """The fraction of a row's cells that products read: below 1 where rows are laid out sparse."""
    read, cells = 0, 0
    for block in blocks:
        here = data.blocks[block]
        entries, size = _entries(here), int(np.prod(here.shape))
        cells += size
        read += entries if block in multiplied and _stay_sparse([here], entries) else size
    return read / max(1, cells)


def take(rows: Rows, numbers: Int[Array, " batch"]) -> list[Num[Array, "batch ..."] | SparseRows]:
    """The inputs of the rows with these numbers."""
    return [_taken(block, numbers) for block in rows.inputs]


def _taken(block: Array | Csr, numbers: Int[Array, " batch"]) -> Num[Array, "batch ..."] | SparseRows:
    if isinstance(block, Csr):
        return SparseRows(block, numbers)
    rows = block[numbers]
    return rows.astype(jnp.float32) if rows.dtype == jnp.uint8 else rows


def _stay_sparse(parts: Sequence[Block], entries: int) -> bool:
    if not isinstance(parts[0], np.ndarray):
        return True
    cells = sum(int(np.prod(part.shape)) for part in parts)
    if jax.default_backend() != "cpu" or cells < FEWEST_COLUMNS * sum(map(len, parts)) or not cells:
        return False
    return pays(entries / cells)


def _entries(part: Block) -> int:
    return int(np.count_nonzero(part)) if isinstance(part, np.ndarray) else int(part.nnz)


def _sparse(parts: Sequence[Block]) -> Csr:
    flat = [_by_rows(part.reshape(len(part), -1)) if isinstance(part, np.ndarray) else part for part in parts]
    return Csr.of(flat[0] if len(flat) == 1 else scipy.sparse.vstack(flat, format="csr"), blank=True)


def _by_rows(cells: Num[np.ndarray, "rows columns"]) -> scipy.sparse.csr_array:
    """The same as `csr_array(cells)`, in a third of the time: no triplets are made first."""
    filled = cells != 0
    places = np.flatnonzero(filled)
    number = np.int32 if cells.size <= np.iinfo(np.int32).max else np.int64
    indptr = np.concatenate([[0], np.cumsum(np.count_nonzero(filled, axis=1))]).astype(number)
    indices = (places % cells.shape[1]).astype(number)
    return scipy.sparse.csr_array((cells.reshape(-1)[places], indices, indptr), shape=cells.shape)


def _dense(parts: Sequence[Block]) -> Array:
    """Zeros included; multi-hot words take a byte a cell."""
    return jnp.asarray(_with_blank([part if isinstance(part, np.ndarray) else _cells(part) for part in parts]))


def _cells(part: scipy.sparse.csr_array) -> np.ndarray:
    whole = (
        (part.data == np.round(part.data)).all() and part.data.max(initial=0) < 256 and part.data.min(initial=0) >= 0
    )
    return np.asarray(scipy.sparse.csr_array(part, dtype=np.uint8 if whole else np.float32).toarray())


def _with_blank(parts: Sequence[Block]) -> np.ndarray:
    return np.concatenate([*parts, np.zeros((1, *parts[0].shape[1:]), parts[0].dtype)])


def _row_bytes(block: Block) -> int:
    if isinstance(block, np.ndarray):
        return block.dtype.itemsize * int(np.prod(block.shape[1:]))
    return 8 * block.nnz // max(1, block.shape[0])  # a column number and a value for each entry
