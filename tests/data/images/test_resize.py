"""The machine code makes what Pillow makes of the same pixels, one direction after the other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from wellfit.data.images import resize as module
from wellfit.data.images.resize import resized

SIDES = some.integers(1, 300)


def by_pillow(pixels, height, width):
    """Down, then across: at once it may choose the other order, and then rounds otherwise."""
    picture = Image.fromarray(np.ascontiguousarray(pixels[:, :, :3]))
    for size in ((picture.width, height), (width, height)):
        picture = picture.resize(size, Image.Resampling.BILINEAR)
    return np.asarray(picture)


def noise(height, width, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 4)).astype(np.uint8)


@given(SIDES, SIDES, SIDES, SIDES, some.integers(0, 9))
def test_any_size_becomes_any_other(rows, columns, height, width, seed):
    pixels = noise(rows, columns, seed)
    apart = np.abs(resized(pixels, height, width).astype(int) - by_pillow(pixels, height, width))
    assert apart.max() <= 1


@pytest.mark.parametrize("size", [(150, 150), (160, 120), (7, 5), (3, 2), (1, 1), (400, 301)])
def test_usual_sizes_are_those_of_pillow_bit_for_bit(size):
    pixels = noise(200, 267)
    np.testing.assert_array_equal(resized(pixels, *size), by_pillow(pixels, *size))


def test_its_own_size_changes_nothing():
    pixels = noise(30, 41)
    np.testing.assert_array_equal(resized(pixels, 30, 41), pixels[:, :, :3])


def test_white_stays_white_where_shares_are_rounded():
    white = np.full((1, 65_000, 4), 255, np.uint8)
    assert (resized(white, 1, 9) == 255).all()


def test_fine_stripes_become_grey():
    stripes = np.zeros((300, 300, 4), np.uint8)
    stripes[:, ::2] = 200
    assert np.abs(resized(stripes, 100, 100)[5:-5, 5:-5].astype(int) - 100).max() <= 12


def test_rows_that_lie_apart_in_memory():
    pixels = noise(40, 60)
    np.testing.assert_array_equal(resized(pixels[::2, ::3], 8, 8), resized(pixels[::2, ::3].copy(), 8, 8))


@pytest.mark.parametrize(
    ("pixels", "size"),
    [
        (np.zeros((0, 4, 4), np.uint8), (8, 8)),
        (np.zeros((4, 4, 4), np.uint8), (8, 0)),
        (np.zeros((4, 4, 3), np.uint8), (8, 8)),
        (np.zeros((4, 4, 4), np.int32), (8, 8)),
    ],
)
def test_what_would_lie_outside_is_refused(pixels, size):
    with pytest.raises(ValueError, match="expected uint8 pixels of four bytes"):
        resized(pixels, *size)


def test_what_is_kept_of_the_way_may_be_forgotten_meanwhile(monkeypatch):
    pixels = noise(375, 500)
    expected = resized(pixels, 160, 160)
    for function in (module._down, module._across):  # as where other threads fill what is kept
        monkeypatch.setattr(module, function.__name__, function.__wrapped__)
    for _ in range(20):
        np.testing.assert_array_equal(resized(pixels, 160, 160), expected)
