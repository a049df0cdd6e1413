"""Arrays are taken for images where a size is asked for."""

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.errors import DataError, OptionError

PIXELS = np.random.default_rng(0).integers(0, 256, (40, 12, 10)).astype(np.uint8)
LABELS = np.arange(40) % 4


def test_grey_arrays_of_that_size_stay_what_they_are():
    data = wellfit.read((PIXELS, LABELS), image_size=(12, 10))
    np.testing.assert_array_equal(data.blocks["image"][..., 0], PIXELS)
    assert data.pipeline.shapes() == {"image": (12, 10, 1)}
    assert data.task.classes == ("0", "1", "2", "3")
    assert data.target.tolist() == LABELS.tolist()
    assert data.images.files[3] == "image 3"
    np.testing.assert_array_equal(data.pipeline.encode(pl.DataFrame({"x": PIXELS}))["image"][..., 0], PIXELS)


def test_others_are_resized():
    flat = np.full((40, 8, 8, 3), (10, 20, 30), np.uint8) + np.arange(40, dtype=np.uint8)[:, None, None, None]
    data = wellfit.read((flat, LABELS), image_size=16)
    assert data.shapes == {"image": (16, 16, 3)}
    assert (data.blocks["image"][5] == (15, 25, 35)).all()


def test_equal_ones_stay_on_one_side_and_a_test_of_ones_own_is_the_test():
    doubled = np.concatenate([PIXELS, PIXELS])
    data = wellfit.read((doubled, np.tile(LABELS, 2)), image_size=(12, 10))
    for name in ("train", "validation", "selection", "test"):
        rows = data.rows(name)
        assert set(rows % 40) == {row % 40 for row in rows if row < 40} == {row % 40 for row in rows if row >= 40}
    later = 255 - PIXELS[:8]
    data = wellfit.read((PIXELS, LABELS), test=(later, LABELS[:8]), image_size=(12, 10))
    np.testing.assert_array_equal(data.blocks["image"][data.rows("test")][..., 0], later)


def test_what_is_to_be_ignored_is_not_taken_for_the_images():
    table = {"small": PIXELS[:, :8, :8], "large": PIXELS, "label": LABELS}
    assert wellfit.read(table, image_size=16).schema.columns[0].name == "small"
    assert wellfit.read(table, image_size=16, ignore=iter(["small"])).schema.columns[0].name == "large"
    with pytest.raises(DataError, match=r"holds no images: .* received 'label: Int64'"):
        wellfit.read(table, image_size=16, ignore=["small", "large"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"store": "store"}, "a store takes the encoded rows of tables alone. Leave store out"),
        ({"keep": ["x"]}, "their pixels are all that is learned from, .* Leave keep out"),
    ],
)
def test_options_that_do_not_fit(options, message):
    with pytest.raises(OptionError, match=message):
        wellfit.read((PIXELS, LABELS), image_size=12, **options)


def test_without_a_size_they_are_arrays():
    assert wellfit.read((PIXELS, LABELS)).shapes == {"array": (12, 10)}


def test_floats_are_no_images():
    with pytest.raises(DataError, match=r"holds no images: .* arrays of uint8 \[rows, height, width\]"):
        wellfit.read((PIXELS / 255, LABELS), image_size=16)
