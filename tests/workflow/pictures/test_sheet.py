"""A contact sheet is images in rows, the original first."""

import base64
import io

import numpy as np
from PIL import Image

from wellfit.workflow.pictures import sheet
from wellfit.workflow.pictures.sheet import GAP, TILE


def test_each_row_begins_with_the_image_itself():
    images = np.stack([np.full((30, 60, 3), shade, np.uint8) for shade in (40, 220)])
    made = np.stack([images[::-1], images // 2])
    found = sheet(images, made, "turned")
    assert (found["rows"], found["times"], found["what"]) == (2, 2, "turned")
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(found["image"]))))
    assert pixels.shape == (2 * TILE // 2 + GAP, 3 * TILE + 2 * GAP, 3)
    middles = pixels[TILE // 4 :: TILE // 2 + GAP, TILE // 2 :: TILE + GAP, 0].astype(int)
    assert np.abs(middles - [[40, 220, 20], [220, 40, 110]]).max() < 4


def test_grey_images_too():
    assert sheet(np.zeros((1, 8, 8, 1), np.uint8), np.zeros((3, 1, 8, 8, 1), np.uint8), "nothing")["times"] == 3
