"""Sparse rows times a dense kernel, with its gradient."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from wellfit.engine.sparse.calls import Segments, batch_transpose, segment_sum
from wellfit.engine.sparse.csr import Csr
from wellfit.errors import ModelError


def sparse_product(
    csr: Csr, numbers: Int[Array, " batch"], kernel: Float[Array, "columns units"]
) -> Float[Array, "batch units"]:
    """Rows `numbers` of a sparse matrix times a dense kernel; differentiable in the kernel, once, and only there.

    A number outside the matrix means its nearest row.

    On a CPU the product and its gradient read the entries of the batch and nothing else: 2 % of the work of a
    dense product where 2 % of the cells are filled. Elsewhere the rows are made dense first.
    Every sum is taken in one order, whatever the number of threads. Under `shard_map`, rows that are the same on all
    devices need `check_vma=False`, for JAX widens no argument of a foreign call.

    Raises:
        ModelError: the kernel has not a row for each column of the matrix.

    >>> import numpy as np
    >>> matrix = Csr.of(np.array([[0, 1, 1], [0, 0, 0]]))
    >>> sparse_product(matrix, jnp.array([1, 0]), jnp.array([[1.0], [2.0], [4.0]])).tolist()
    [[0.0], [6.0]]
    """
    if kernel.ndim != 2 or kernel.shape[0] != csr.columns:
        raise ModelError(
            f"A kernel for sparse rows of {csr.columns} columns must have the shape ({csr.columns}, units); "
            f"received {kernel.shape}. Build the network for this block of the data."
        )
    return _product(csr, numbers, kernel.astype(jnp.float32))


def dense_rows(csr: Csr, numbers: Int[Array, " batch"]) -> Float[Array, "batch columns"]:
    """The rows with these numbers, zeros included."""
    rows = _rows(csr, numbers)
    places = rows.starts[:, None] + jnp.arange(csr.longest)
    # Places behind a row's end go to a column that does not exist, and are dropped.
    columns = jnp.where(places < rows.stops[:, None], csr.indices[places], csr.columns)
    values = 1.0 if csr.values is None else csr.values[places]
    empty = jnp.zeros((*numbers.shape, csr.columns), jnp.float32)
    return empty.at[jnp.arange(numbers.shape[0])[:, None], columns].add(values, mode="drop")


@jax.custom_vjp
def _product(csr: Csr, numbers: Array, kernel: Array) -> Array:
    return (_sums if _on_cpu() else _dense)(csr, numbers, kernel)


def _forward(csr: Csr, numbers: Array, kernel: Array) -> tuple[Array, tuple[Csr, Array]]:
    return _product(csr, numbers, kernel), (csr, numbers)


def _backward(saved: tuple[Csr, Array], slope: Array) -> tuple[None, None, Array]:
    return None, None, (_column_sums if _on_cpu() else _dense_gradient)(*saved, slope)


_product.defvjp(_forward, _backward)


def _on_cpu() -> bool:
    # Asked while tracing, for a branch that is only compiled away costs as much time to trace as the other.
    return jax.default_backend() == "cpu"


def _sums(csr: Csr, numbers: Array, kernel: Array) -> Array:
    return segment_sum(_rows(csr, numbers), kernel, ordered=False)


def _column_sums(csr: Csr, numbers: Array, slope: Array) -> Array:
    bound = numbers.shape[0] * csr.longest
    return segment_sum(batch_transpose(_rows(csr, numbers), csr.columns, bound), slope, ordered=True)


def _rows(csr: Csr, numbers: Array) -> Segments:
    # The kernels trust what they are given: a number outside the matrix must not reach them.
    inside = jnp.clip(numbers, 0, csr.indptr.shape[0] - 2)
    return Segments(csr.indptr[inside], csr.indptr[inside + 1], csr.indices, csr.values)


def _dense(csr: Csr, numbers: Array, kernel: Array) -> Array:
    return dense_rows(csr, numbers) @ kernel


def _dense_gradient(csr: Csr, numbers: Array, slope: Array) -> Array:
    return dense_rows(csr, numbers).T @ slope
