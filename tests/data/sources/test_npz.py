"""NumPy archives."""

from pathlib import Path

import numpy as np
import pytest

from wellfit.data.sources.npz import read_npz
from wellfit.errors import SourceError


def archive(folder: Path, **arrays: np.ndarray) -> Path:
    path = folder / "digits.npz"
    np.savez(path, allow_pickle=True, **arrays)
    return path


def test_x_and_y(tmp_path: Path) -> None:
    part = read_npz(archive(tmp_path, x=np.array([[1, 2], [3, 4]]), y=np.array([0, 1]), more=np.zeros(9)))
    assert part.frame.rows() == [(1, 2, 0), (3, 4, 1)]
    assert (part.target, part.name) == ("y", "digits")


def test_x_alone_is_for_prediction(tmp_path: Path) -> None:
    part = read_npz(archive(tmp_path, x=np.zeros((2, 3, 3))))
    assert (part.frame.columns, part.target) == (["x"], None)


@pytest.mark.parametrize("key", ["x", "y"])
def test_objects_are_never_unpickled(tmp_path: Path, key: str) -> None:
    arrays = {"x": np.zeros((2, 2)), "y": np.zeros(2)} | {key: np.array([{}, []], dtype=object)}
    with pytest.raises(SourceError, match=r"array of Python objects, which is never opened.*could run code"):
        read_npz(archive(tmp_path, **arrays))


def test_no_x(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r'has no array x. Expected x .* received "x_train" and "y_train"'):
        read_npz(archive(tmp_path, x_train=np.zeros(2), y_train=np.zeros(2)))


def test_mismatched_lengths(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"x has 3 rows, y has 2"):
        read_npz(archive(tmp_path, x=np.zeros((3, 2)), y=np.zeros(2)))


@pytest.mark.parametrize("keep", [-300, 10])
def test_truncated(tmp_path: Path, keep: int) -> None:
    path = archive(tmp_path, x=np.zeros((99, 9)), y=np.zeros(99))
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(SourceError, match=r"cannot be read as npz. Expected a whole npz file"):
        read_npz(path)


def test_damaged_inside(tmp_path: Path) -> None:
    path = archive(tmp_path, x=np.zeros((99, 9)), y=np.zeros(99))
    data = bytearray(path.read_bytes())
    data[1_000] ^= 255
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"damaged npz file .*Write the file again"):
        read_npz(path)
