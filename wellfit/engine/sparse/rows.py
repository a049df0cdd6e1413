"""A batch of sparse rows, standing for the dense one."""

from typing import NamedTuple

import numpy as np
from jaxtyping import Array, Float, Int

from wellfit.engine.sparse.csr import Csr
from wellfit.engine.sparse.product import dense_rows, sparse_product


class SparseRows(NamedTuple):
    """Rows `numbers` of a sparse matrix: nothing is copied until they are multiplied or made dense.

    >>> import jax.numpy as jnp
    >>> batch = SparseRows(Csr.of(np.array([[0, 1, 1], [0, 0, 0]])), jnp.array([0, 0]))
    >>> batch.shape, batch.dense().tolist()
    ((2, 3), [[0.0, 1.0, 1.0], [0.0, 1.0, 1.0]])
    """

    csr: Csr
    numbers: Int[Array, " batch"]

    @property
    def columns(self) -> int:
        """Columns of the matrix."""
        return self.csr.columns

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the dense batch: (batch, columns)."""
        return (*self.numbers.shape, self.csr.columns)

    @property
    def dtype(self) -> np.dtype:
        """Of the dense batch: float32."""
        return np.dtype(np.float32)

    def dense(self) -> Float[Array, "batch columns"]:
        """The batch with its zeros."""
        return dense_rows(self.csr, self.numbers)

    def product(self, kernel: Float[Array, "columns units"]) -> Float[Array, "batch units"]:
        """The batch times a dense kernel; see `sparse_product`."""
        return sparse_product(self.csr, self.numbers, kernel)
