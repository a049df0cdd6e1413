import numpy as np
import pytest
from PIL import Image, ImageOps

from wellfit.data.images.upright import ORIENTATION, SIDEWAYS, UPRIGHT, upright

PIXELS = np.arange(18, dtype=np.uint8).reshape(2, 3, 3)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_that_of_pillow(orientation):
    entry = Image.Exif()
    entry[ORIENTATION] = orientation
    picture = Image.fromarray(PIXELS)
    picture.info["exif"] = entry.tobytes()
    turned = upright(PIXELS, orientation)
    np.testing.assert_array_equal(turned, np.asarray(ImageOps.exif_transpose(picture)))
    assert turned.flags.c_contiguous
    assert (turned.shape[0] == 3) == (orientation in SIDEWAYS)


def test_what_is_upright_stays():
    assert upright(PIXELS, UPRIGHT) is PIXELS
