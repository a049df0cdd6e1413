import jax
import jax.numpy as jnp
import numpy as np

from wellfit.engine.sparse.csr import Csr
from wellfit.engine.sparse.rows import SparseRows

DENSE = np.array([[0, 2, 0], [0, 0, 0], [3, 0, 4]], np.float32)
BATCH = SparseRows(Csr.of(DENSE), jnp.array([2, 0, 2]))


def test_it_looks_like_the_dense_batch():
    assert (BATCH.shape, BATCH.dtype, BATCH.columns) == ((3, 3), np.float32, 3)


def test_the_dense_batch():
    assert BATCH.dense().tolist() == [[3, 0, 4], [0, 2, 0], [3, 0, 4]]


def test_its_product():
    assert BATCH.product(jnp.array([[1.0], [10.0], [100.0]])).tolist() == [[403], [20], [403]]


def test_it_goes_into_a_compiled_function():
    kernel = jnp.eye(3)
    np.testing.assert_array_equal(jax.jit(lambda batch: batch.product(kernel))(BATCH), BATCH.dense())


def test_columns_that_a_row_names_twice_are_added_up():
    from scipy.sparse import csr_array

    twice = csr_array((np.array([1.0, 2.0], np.float32), np.array([1, 1]), np.array([0, 2])), shape=(1, 3))
    batch = SparseRows(Csr.of(twice), jnp.array([0]))
    assert batch.dense().tolist() == batch.product(jnp.eye(3)).tolist() == [[0, 3, 0]]


def test_rows_without_entries():
    batch = SparseRows(Csr.of(np.zeros((2, 3))), jnp.array([1, 1]))
    assert batch.dense().tolist() == batch.product(jnp.ones((3, 3))).tolist() == [[0, 0, 0], [0, 0, 0]]
