import jax
import numpy as np
import pytest
import scipy.sparse

from wellfit.engine.sparse.csr import Csr
from wellfit.errors import DataError

DENSE = np.array([[0, 2, 0], [0, 0, 0], [3, 0, 4]], np.float32)


def test_the_rows_of_a_matrix():
    csr = Csr.of(scipy.sparse.csr_array(DENSE))
    assert csr.indptr.tolist() == [0, 1, 1, 3]
    assert csr.indices.tolist() == [1, 0, 2]
    assert csr.values.tolist() == [2, 3, 4]
    assert (csr.columns, csr.longest) == (3, 2)
    assert {str(leaf.dtype) for leaf in jax.tree.leaves(csr)} == {"int32", "float32"}


def test_a_dense_array_gives_the_same():
    first, second = Csr.of(DENSE), Csr.of(scipy.sparse.csr_array(DENSE))
    assert jax.tree.all(jax.tree.map(np.array_equal, first, second))


def test_values_that_are_all_one_are_not_kept():
    assert Csr.of((DENSE > 0).astype(np.uint8)).values is None


def test_a_blank_row_comes_last():
    assert Csr.of(DENSE, blank=True).indptr.tolist() == [0, 1, 1, 3, 3]


def test_no_entry_at_all():
    csr = Csr.of(np.zeros((2, 3)))
    assert (csr.indptr.tolist(), csr.longest) == ([0, 0, 0], 0)


def test_columns_and_longest_row_are_static():
    leaves, tree = jax.tree.flatten(Csr.of(DENSE))
    assert len(leaves) == 3
    assert jax.tree.unflatten(tree, leaves).longest == 2


def test_more_columns_than_a_column_number_can_tell_apart():
    wide = scipy.sparse.csr_array((1, 2**31))
    with pytest.raises(DataError, match="up to 2147483647 entries and columns; received 0 entries in 2147483648"):
        Csr.of(wide)
