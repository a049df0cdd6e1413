import numpy as np
import pytest

from wellfit.workflow.baselines.thumbnails import ROWS_AT_ONCE, SIDE, shape, thumbnails


def test_a_square_of_pixels_gives_its_mean():
    image = np.zeros((1, 32, 32, 1), np.uint8)
    image[0, 0, 0] = 255  # one of four pixels
    found = thumbnails(image, np.array([0]))
    assert found.shape == (1, 16, 16, 1)
    assert found[0, 0, 0, 0] == pytest.approx(0.25)
    assert found.sum() == pytest.approx(0.25)


@pytest.mark.parametrize("side", [1, 7, 16, 17, 28, 150, 333])
def test_no_side_is_longer_than_sixteen_and_little_is_left_out(side):
    small = shape((side, side, 3))[0]
    assert 1 <= small <= SIDE
    assert small * -(-side // SIDE) > side - -(-side // SIDE)


def test_rows_are_taken_by_number_however_many():
    images = np.arange(2 * ROWS_AT_ONCE, dtype=np.uint16).astype(np.uint8).reshape(-1, 1, 1, 1)
    rows = np.arange(len(images))[::-1]
    found = np.round(thumbnails(images, rows)[:, 0, 0, 0] * 255)
    assert found.tolist() == images[rows].ravel().tolist()
