"""Draws of few images, and digits as files: what the benchmark on images is about."""

import gzip
import importlib
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits


@pytest.fixture(scope="module")
def parts(_parts):
    """The modules, which are found once the folder is known."""
    names = ("image_levels", "image_small", "mnist_images")
    return SimpleNamespace(**{name: importlib.import_module(f"parts.{name}") for name in names})


@pytest.fixture(scope="module")
def images():
    rows, labels = np.arange(60), np.arange(60) % 2
    splits = Splits(train=rows[:30], validation=rows[30:36], selection=rows[36:44], test=rows[44:])
    return from_arrays({"image": np.zeros((60, 4, 4, 3), np.uint8)}, labels, kind="binary", splits=splits)


def test_a_draw_has_so_many_images_of_each_class_and_none_of_the_test(parts, images):
    drawn = parts.image_small.drawn
    found = drawn(images, 10, seed=1)
    assert [np.bincount(images.target[rows].astype(int)).tolist() for rows in (found.train, found.validation)] == [
        [8, 8],
        [2, 2],
    ]
    assert found.test.tolist() == images.splits.test.tolist()
    assert len(np.unique(np.concatenate([found.train, found.validation, found.test]))) == 20 + 16
    assert drawn(images, 10, seed=1).train.tolist() == found.train.tolist() != drawn(images, 10, seed=2).train.tolist()


def test_all_but_the_test_are_trained_on(parts, images):
    found = parts.image_levels.all_but_test(images).splits
    assert found.train.tolist() == list(range(44))
    assert found.validation.tolist() == images.splits.test.tolist()


def test_a_point_says_its_interval(parts):
    point = parts.image_small.Point(level="scratch", images=50, accuracies=(0.5, 0.6, 0.7))
    assert point.said == "0.6000 (0.3516 to 0.8484)"


def test_digits_are_files_in_folders_of_their_classes(parts, tmp_path):
    (tmp_path / "source").mkdir()
    pixels = np.arange(2 * 784, dtype=np.uint32).astype(np.uint8)
    for kind, values, skip in (("images-idx3", pixels, 16), ("labels-idx1", np.array([7, 0], np.uint8), 8)):
        content = gzip.compress(bytes(skip) + values.tobytes())
        (tmp_path / "source" / f"t10k-{kind}-ubyte.gz").write_bytes(content)
    parts.mnist_images.write(tmp_path / "source", tmp_path / "digits", "test", 2)
    read = np.asarray(Image.open(tmp_path / "digits" / "test" / "0" / "00001.png"))
    assert read.tolist() == pixels[784:].reshape(28, 28).tolist()
    assert (tmp_path / "digits" / "test" / "7" / "00000.png").exists()
