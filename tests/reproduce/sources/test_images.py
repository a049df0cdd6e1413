import numpy as np
import pytest

from wellfit.errors import SourceError
from wellfit.reproduce.sources.images import CLOTHES, DIGITS, FILES, read_pictures


@pytest.mark.parametrize("collection, place", [(DIGITS, "mnist"), (DIGITS, "."), (CLOTHES, "fashion-mnist")])
def test_the_original_files(tmp_path, write, said, collection, place):
    write.pictures(tmp_path / place)
    train, test = read_pictures(collection, tmp_path, said.append)
    pixels, target = write.some_pictures(60)
    np.testing.assert_array_equal(train.pixels, pixels.astype(np.float32) / 255)
    np.testing.assert_array_equal(train.target, target)
    assert (train.pixels.dtype, train.target.dtype, len(test.target)) == (np.float32, np.int32, 20)


def test_files_that_were_unpacked_by_hand(tmp_path, write, said):
    pixels, target = write.some_pictures(10)
    for file in FILES:
        write.idx(tmp_path / file, pixels if "images" in file else target)
    assert len(read_pictures(DIGITS, tmp_path, said.append)[1].target) == 10


@pytest.mark.parametrize("place", [".", "mnist", "datasets"])
def test_the_archive_of_keras(tmp_path, write, said, place):
    pixels, target = write.some_pictures(10)
    (tmp_path / place).mkdir(exist_ok=True)
    np.savez(tmp_path / place / "mnist.npz", x_train=pixels, y_train=target, x_test=pixels[:5], y_test=target[:5])
    train, test = read_pictures(DIGITS, tmp_path, said.append)
    np.testing.assert_array_equal(train.pixels * 255, pixels)
    assert len(test.target) == 5


def test_clothes_are_not_looked_for_among_digits(tmp_path, write, said):
    write.pictures(tmp_path / "mnist")
    with pytest.raises(SourceError, match=r"does not hold the Fashion-MNIST pictures\. Looked for fashion-mnist/train"):
        read_pictures(CLOTHES, tmp_path, said.append)


def test_one_file_missing(tmp_path, write, said):
    write.pictures(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(SourceError, match=r"does not hold the MNIST digits\. Looked for mnist\.npz, .*idx1-ubyte"):
        read_pictures(DIGITS, tmp_path, said.append)


def test_digits_under_the_names_of_clothes_are_noticed(tmp_path, write, said):
    target = np.repeat(np.arange(10), 6_000)
    target[0] = 1  # 5,999 of class 0: no set of clothes has that
    for file in FILES:
        pixels = np.zeros((60_000, 28, 28)) if "train" in file else np.zeros((2, 28, 28))
        write.idx(tmp_path / file, pixels if "images" in file else target[: len(pixels)])
    with pytest.raises(SourceError, match=r"does not hold the Fashion-MNIST pictures: .* those of the MNIST digits"):
        read_pictures(CLOTHES, tmp_path, said.append)


def test_pictures_of_another_size(tmp_path, write, said):
    write.pictures(tmp_path)
    write.idx(tmp_path / "train-images-idx3-ubyte.gz", np.zeros((60, 5, 5)))
    with pytest.raises(SourceError, match=r"holds pictures of shape \(60, 5, 5\) .* Expected bytes \[rows, 28, 28\]"):
        read_pictures(DIGITS, tmp_path, said.append)
