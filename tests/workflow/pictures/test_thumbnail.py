"""Small images, read back from their text."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from wellfit.workflow.pictures.thumbnail import SCALE, overlay, thumbnail


def read(text):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))))


@pytest.mark.parametrize(
    "shape, size",
    [((300, 200, 3), (128, 85)), ((28, 28, 1), (112, 112)), ((28, 28), (112, 112)), ((5, 40, 3), (15, 120))],
)
def test_the_longer_side_has_the_size_and_tiny_images_are_enlarged(shape, size):
    image = read(thumbnail(np.full(shape, 200, np.uint8)))
    assert image.shape[:2] == size
    assert abs(int(image.mean()) - 200) <= 1


def test_colours_are_kept():
    pixels = np.zeros((64, 64, 3), np.uint8)
    pixels[:, :32] = (250, 20, 30)
    found = read(thumbnail(pixels))
    assert np.abs(found[60, 20].astype(int) - (250, 20, 30)).max() < 12
    assert found[60, 110].max() < 12


def test_warm_places_are_coloured_and_cold_ones_grey():
    heat = np.zeros((4, 4), np.float32)
    heat[:2, :2] = 1.0
    found = read(overlay(np.full((64, 64, 3), (200, 40, 40), np.uint8), heat)).astype(int)
    cold, warm = found[110, 110], found[20, 20]
    assert np.ptp(cold) < 8
    assert np.abs(warm - (0.45 * cold + 0.55 * SCALE[-1])).max() < 12


def test_the_scale_gets_lighter_all_the_way():
    assert (np.diff(SCALE @ (0.3, 0.6, 0.1)) > 0).all()
