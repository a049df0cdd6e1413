"""Whatever rows are asked for come as they stand in the file, dense or sparse, from a file or from memory."""

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given
from hypothesis import strategies as st

from wellfit.data.mapped import RowReader
from wellfit.engine.streaming import gather as module
from wellfit.engine.streaming.gather import gather, gather_entries, stretches

NUMBERS = st.lists(st.integers(0, 49), max_size=80)


@pytest.fixture(scope="module")
def in_file(tmp_path_factory):
    """Whether an array is read from a file or from memory."""
    folder = tmp_path_factory.mktemp("gather")

    def save(array, name):
        np.save(folder / f"{name}.npy", array)
        return np.load(folder / f"{name}.npy", mmap_mode="r")

    return save


@given(numbers=NUMBERS)
def test_dense_rows(in_file, numbers):
    array, wanted = np.arange(150, dtype=np.float32).reshape(50, 3), np.array(numbers, int)
    for given_array in (array, in_file(array, "dense")):
        out = np.empty((len(wanted), 3), np.float32)
        gather(RowReader(given_array), wanted, out)
        np.testing.assert_array_equal(out, array[wanted])


@given(numbers=NUMBERS)
def test_entries_of_sparse_rows(in_file, numbers):
    matrix = scipy.sparse.random_array((50, 7), density=0.3, format="csr", rng=2)
    wanted, expected = np.array(numbers, int), matrix[np.array(numbers, int)]
    for indices in (matrix.indices, in_file(matrix.indices, "indices")):
        out = np.empty(expected.nnz, np.int32)
        gather_entries(RowReader(indices), matrix.indptr.astype(np.int64), wanted, out)
        np.testing.assert_array_equal(out, expected.indices)


@given(numbers=NUMBERS, gap=st.integers(1, 60), scratch=st.integers(8, 200))
def test_stretches_ascend_within_their_bounds(numbers, gap, scratch):
    kept, module.GAP, module.SCRATCH = (module.GAP, module.SCRATCH), gap, scratch
    try:
        found = list(stretches(np.array(numbers, int), row_bytes=4))
    finally:
        module.GAP, module.SCRATCH = kept
    assert [first for first, _ in found] + [len(numbers)] == [0] + [last for _, last in found]
    for first, last in found:
        here = np.array(numbers[first:last])
        assert (np.diff(here) >= 1).all()
        assert (here[-1] - here[0]) * 4 < scratch
        assert (np.diff(here) <= max(1, gap // 4)).all()
