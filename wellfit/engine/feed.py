"""The rows that training may see, laid out for the compiled program."""

import math
from collections.abc import Container, Sequence
from typing import NamedTuple, TypeAlias

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
# Rows that are looked at to learn how many cells are filled.
SAMPLE = 1000


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


Piece: TypeAlias = tuple[Block, np.ndarray]  # a block, and the numbers of its rows


def lay_out(stretches: Sequence[Stretch], blocks: Sequence[str], multiplied: Container[str]) -> Rows:
    """The rows of the stretches one after another, and a blank one.

    Blocks that are only `multiplied` stay sparse, and become so where that is faster.
    """
    inputs = []
    for block in blocks:
        pieces = [(data.blocks[block], rows) for data, rows in stretches]
        sparse = block in multiplied and all(_stays_sparse(cells) for cells, _ in pieces)
        inputs.append(_sparse(pieces) if sparse else _dense(pieces))
    return Rows(tuple(inputs), _dense([(data.target, rows) for data, rows in stretches]))


def expect(data: Dataset) -> None:
    """Begin to compile what sparse rows need, where the data have some; all other preparation runs beside it."""
    if jax.default_backend() == "cpu" and any(map(_stays_sparse, data.blocks.values())):
        compile_kernels()


def bytes_a_row(data: Dataset, blocks: Sequence[str]) -> int:
    """Memory that one row takes in `Rows`."""
    return sum(_row_bytes(data.blocks[block]) for block in blocks)


def filled(data: Dataset, blocks: Sequence[str], multiplied: Container[str]) -> float:
    """The fraction of a row's cells that products read: below 1 where rows are laid out sparse."""
    read, cells = 0.0, 0
    for block in blocks:
        here = data.blocks[block]
        size = int(np.prod(here.shape))
        cells += size
        read += size * (_share(here) if block in multiplied and _stays_sparse(here) else 1.0)
    return read / max(1, cells)


def take(rows: Rows, numbers: Int[Array, " batch"]) -> list[Num[Array, "batch ..."] | SparseRows]:
    """The inputs of the rows with these numbers."""
    return [_taken(block, numbers) for block in rows.inputs]


def _taken(block: Array | Csr, numbers: Int[Array, " batch"]) -> Num[Array, "batch ..."] | SparseRows:
    if isinstance(block, Csr):
        return SparseRows(block, numbers)
    rows = block[numbers]
    return rows.astype(jnp.float32) if rows.dtype == jnp.uint8 else rows


def _stays_sparse(block: Block) -> bool:
    if not isinstance(block, np.ndarray):
        return True
    if jax.default_backend() != "cpu" or not len(block) or np.prod(block.shape[1:]) < FEWEST_COLUMNS:
        return False
    return pays(_share(block))


def _share(block: Block) -> float:
    """The fraction of the cells that are not 0; of an array, in rows that are spread over it."""
    if isinstance(block, np.ndarray):
        some = block[:: -(-len(block) // SAMPLE)]
        return float(np.count_nonzero(some) / max(1, some.size))
    return float(block.nnz / max(1, int(np.prod(block.shape))))


def _sparse(pieces: Sequence[Piece]) -> Csr:
    flat = [
        _by_rows(block[rows].reshape(len(rows), -1)) if isinstance(block, np.ndarray) else block[rows]
        for block, rows in pieces
    ]
    return Csr.of(flat[0] if len(flat) == 1 else scipy.sparse.vstack(flat, format="csr"), blank=True)


def _by_rows(cells: Num[np.ndarray, "rows columns"]) -> scipy.sparse.csr_array:
    """The same as `csr_array(cells)`, in a third of the time: no triplets are made first."""
    filled = cells != 0
    places = np.flatnonzero(filled)
    number = np.int32 if cells.size <= np.iinfo(np.int32).max else np.int64
    indptr = np.concatenate([[0], np.cumsum(np.count_nonzero(filled, axis=1))]).astype(number)
    indices = (places % cells.shape[1]).astype(number)
    return scipy.sparse.csr_array((cells.reshape(-1)[places], indices, indptr), shape=cells.shape)


def _dense(pieces: Sequence[Piece]) -> Array:
    """Zeros included, and a blank row; multi-hot words take a byte a cell."""
    arrays = [
        (block, rows) if isinstance(block, np.ndarray) else (_cells(block[rows]), np.arange(len(rows)))
        for block, rows in pieces
    ]
    count = 1 + sum(len(rows) for _, rows in arrays)
    whole = _aligned((count, *arrays[0][0].shape[1:]), np.result_type(*(array.dtype for array, _ in arrays)))
    whole[-1] = 0
    first = 0
    for array, rows in arrays:
        np.take(array.astype(whole.dtype, copy=False), rows, axis=0, out=whole[first : first + len(rows)], mode="clip")
        first += len(rows)
    return jax.device_put(whole)


def _aligned(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Memory that JAX takes over as it is: begun at a multiple of 64 bytes, and written to no more after that."""
    size = math.prod(shape) * dtype.itemsize
    memory = np.empty(size + 64, np.uint8)
    begin = -memory.ctypes.data % 64
    return memory[begin : begin + size].view(dtype).reshape(shape)


def _cells(part: scipy.sparse.csr_array) -> np.ndarray:
    whole = (
        (part.data == np.round(part.data)).all() and part.data.max(initial=0) < 256 and part.data.min(initial=0) >= 0
    )
    return np.asarray(scipy.sparse.csr_array(part, dtype=np.uint8 if whole else np.float32).toarray())


def _row_bytes(block: Block) -> int:
    if isinstance(block, np.ndarray):
        return block.dtype.itemsize * int(np.prod(block.shape[1:]))
    return 8 * block.nnz // max(1, block.shape[0])  # a column number and a value for each entry
