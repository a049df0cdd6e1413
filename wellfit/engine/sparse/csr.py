"""Rows with few entries, on the device."""

from dataclasses import dataclass, field

import jax
import numpy as np
import scipy.sparse
from jaxtyping import Array, Float, Int32

from wellfit.errors import DataError

_LARGEST = np.iinfo(np.int32).max


@jax.tree_util.register_dataclass
@dataclass(frozen=True, kw_only=True)
class Csr:
    """A sparse matrix by rows: row i has columns indices[indptr[i]:indptr[i + 1]], with the values beside them.

    Without values all are 1. `columns` and `longest`, the most entries of any row, are static: shapes depend on them.

    >>> matrix = Csr.of(np.array([[0, 1, 1], [0, 0, 0]]))
    >>> matrix.indices.tolist(), matrix.values, matrix.longest
    ([1, 2], None, 2)
    """

    indptr: Int32[Array, " pointers"]
    indices: Int32[Array, " entries"]
    values: Float[Array, " entries"] | None
    columns: int = field(metadata={"static": True})
    longest: int = field(metadata={"static": True})

    @staticmethod
    def of(matrix: scipy.sparse.csr_array | np.ndarray, *, blank: bool = False) -> "Csr":
        """A matrix [rows, columns] of numbers, with an empty row behind its last one if `blank`.

        Raises:
            DataError: 2**31 entries or columns, or more.
        """
        given = scipy.sparse.csr_array(matrix)
        if given.nnz > _LARGEST or given.shape[1] > _LARGEST:
            raise DataError(
                f"A sparse block may have up to {_LARGEST} entries and columns; received {given.nnz} entries "
                f"in {given.shape[1]} columns. Leave out rare columns, or rows."
            )
        indptr = np.append(given.indptr, given.indptr[-1:]) if blank else given.indptr
        return Csr(
            indptr=jax.device_put(indptr.astype(np.int32)),
            indices=jax.device_put(given.indices.astype(np.int32)),
            values=None if (given.data == 1).all() else jax.device_put(given.data.astype(np.float32)),
            columns=given.shape[1],
            longest=int(np.diff(indptr).max(initial=0)),
        )
