"""Modes of Pillow, each with pixels whose colour is known."""

import numpy as np
import pytest
from PIL import Image

from wellfit.data.images.colours import plain


def one(mode, value):
    return Image.new(mode, (1, 1), value)


def palette(transparent):
    picture = one("P", 1)
    picture.putpalette([0, 0, 0, 255, 0, 0])
    if transparent:
        picture.info["transparency"] = 1
    return picture


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (one("RGB", (10, 20, 30)), (10, 20, 30)),
        (one("L", 77), (77, 77, 77)),
        (one("1", 1), (255, 255, 255)),
        (one("LA", (77, 255)), (77, 77, 77)),
        (one("LA", (0, 0)), (255, 255, 255)),
        (one("RGBA", (10, 20, 30, 255)), (10, 20, 30)),
        (one("RGBA", (10, 20, 30, 0)), (255, 255, 255)),
        (one("RGBA", (0, 0, 0, 51)), (204, 204, 204)),
        (one("CMYK", (255, 0, 0, 0)), (0, 255, 255)),
        (one("YCbCr", (255, 128, 128)), (255, 255, 255)),
        (palette(False), (255, 0, 0)),
        (palette(True), (255, 255, 255)),
        (Image.fromarray(np.array([[257 * 9]], np.uint16)), (9, 9, 9)),
        (Image.fromarray(np.array([[65535]], np.uint16)), (255, 255, 255)),
        (one("I", 257 * 9), (9, 9, 9)),
        (one("I", -5), (0, 0, 0)),
        (one("F", 0.2), (51, 51, 51)),
        (one("F", 51.0), (51, 51, 51)),
        (one("F", float("nan")), (0, 0, 0)),
    ],
    ids=lambda value: value.mode if isinstance(value, Image.Image) else "",
)
def test_every_mode_becomes_colours_of_eight_bits(picture, expected):
    assert plain(picture, 3).getpixel((0, 0)) == expected
    assert plain(picture, 3).mode == "RGB"


def test_one_channel_is_grey():
    assert plain(one("RGB", (100, 100, 100)), 1).getpixel((0, 0)) == 100
    assert plain(one("RGBA", (0, 0, 0, 0)), 1).mode == "L"
