"""Arrays in files are found behind their views, and read as they are."""

import numpy as np
import pytest
import scipy.sparse

from wellfit.data.mapped import FileArray, RowReader
from wellfit.data.pieces import pieces
from wellfit.errors import DataError


@pytest.fixture
def mapped(tmp_path):
    """Sixty numbers [20, 3] in a file."""
    np.save(tmp_path / "numbers.npy", np.arange(60, dtype=np.float32).reshape(20, 3))
    return np.load(tmp_path / "numbers.npy", mmap_mode="r")


@pytest.mark.parametrize("view", [lambda a: a, lambda a: a[4:9], np.asarray, lambda a: np.asarray(a)[2:][3:], np.ravel])
def test_a_stretch_of_a_mapped_array_is_found_in_its_file(mapped, view):
    array = view(mapped)
    place = FileArray.of(array)
    found = np.fromfile(place.path, place.dtype, array.size, offset=place.offset)
    np.testing.assert_array_equal(found.reshape(place.shape), array)


def test_the_parts_of_a_sparse_matrix_are_found(tmp_path):
    matrix = scipy.sparse.random_array((30, 9), density=0.2, format="csr", rng=1)
    for name in ("data", "indices", "indptr"):
        np.save(tmp_path / f"{name}.npy", getattr(matrix, name))
    parts = (np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in ("data", "indices", "indptr"))
    again = scipy.sparse.csr_array(tuple(parts), shape=matrix.shape)
    assert FileArray.of(again.indices).path == tmp_path / "indices.npy"


@pytest.mark.parametrize("other", [lambda a: a[:, 1], lambda a: a.T, lambda a: a + 1, lambda a: a[[1, 2]]])
def test_what_is_no_stretch_of_a_file_is_none(mapped, other):
    assert FileArray.of(other(mapped)) is None


def test_a_private_copy_of_a_file_is_read_from_memory(tmp_path):
    np.save(tmp_path / "numbers.npy", np.zeros(4))
    private = np.load(tmp_path / "numbers.npy", mmap_mode="c")
    private[1] = 7
    assert FileArray.of(private) is None


@pytest.mark.parametrize("array", ["in memory", "in a file"])
def test_rows_are_read(mapped, array):
    given = mapped if array == "in a file" else np.array(mapped)
    out = np.empty((5, 3), np.float32)
    RowReader(given).read(7, out)
    np.testing.assert_array_equal(out, mapped[7:12])
    RowReader(given).read(7, out[:0])


def test_a_file_cut_short_before_reading_is_an_error(mapped, tmp_path):
    whole = (tmp_path / "numbers.npy").read_bytes()
    reader = RowReader(mapped)
    (tmp_path / "numbers.npy").write_bytes(whole[:-40])
    with pytest.raises(DataError, match=r"it ends before its last row: it was cut short after it was opened"):
        reader.read(10, np.empty((10, 3), np.float32))
    with pytest.raises(DataError, match=r"it has \d+ bytes, where \d+ were when it was opened. Expected was the file"):
        RowReader(mapped)
    (tmp_path / "numbers.npy").unlink()
    with pytest.raises(DataError, match=r"Rows cannot be read from .*numbers.npy: No such file"):
        RowReader(mapped)


@pytest.mark.parametrize("most", [1, 12, 13, 100, 10_000])
def test_pieces_are_the_whole(mapped, most):
    for array in (mapped, np.array(mapped)):
        np.testing.assert_array_equal(np.concatenate([piece.copy() for piece in pieces(array, most)]), mapped)
