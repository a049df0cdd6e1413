"""The rows that training may see, laid out for the compiled program."""

from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import scipy.sparse
from jaxtyping import Array, Int, Num

from wellfit.data.dataset import Block, Dataset


class Rows(NamedTuple):
    """Inputs (one array a block) and target of all rows in use; batches are taken by row number.

    The last row is blank: zeros, for streams whose network sees no input.
    """

    inputs: tuple[Num[Array, "rows ..."], ...]
    target: Num[Array, " rows"]


def lay_out(data: Dataset, blocks: Sequence[str], rows: Int[np.ndarray, " rows"]) -> Rows:
    """These rows of these blocks, and a blank one. Multi-hot words become a dense uint8 matrix: one byte a cell."""
    inputs = tuple(jnp.asarray(_with_blank(_rows_of(data.blocks[block], rows))) for block in blocks)
    return Rows(inputs, jnp.asarray(_with_blank(data.target[rows])))


def bytes_a_row(data: Dataset, blocks: Sequence[str]) -> int:
    """Memory that one row takes in `Rows`."""
    return sum(_cell_bytes(data.blocks[block]) * int(np.prod(data.blocks[block].shape[1:])) for block in blocks)


def take(rows: Rows, numbers: Int[Array, " batch"]) -> list[Num[Array, "batch ..."]]:
    """The inputs of the rows with these numbers."""
    return [_numeric(block[numbers]) for block in rows.inputs]


def _numeric(block: jax.Array) -> jax.Array:
    return block.astype(jnp.float32) if block.dtype == jnp.uint8 else block


def _rows_of(block: Block, rows: np.ndarray) -> np.ndarray:
    if isinstance(block, np.ndarray):
        return block[rows]
    return np.asarray(scipy.sparse.csr_array(block[rows], dtype=np.uint8).toarray())


def _with_blank(rows: np.ndarray) -> np.ndarray:
    return np.concatenate([rows, np.zeros((1, *rows.shape[1:]), rows.dtype)])


def _cell_bytes(block: Block) -> int:
    return block.dtype.itemsize if isinstance(block, np.ndarray) else 1
