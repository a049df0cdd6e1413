"""JPEG files by libjpeg-turbo itself: the pixels that Pillow has from it, a third sooner.

Whatever is out of order is left to Pillow, which says what it is.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from wellfit.data.images.resize import LONGEST

BEGIN = b"\xff\xd8\xff"
COLOURS = ("Gray", "YCbCr", "RGB")
# Codes of segments (ITU-T T.81, B.1.1.3): entries of EXIF and of XMP are in the first, pixels after the second.
ENTRIES, PIXELS = 0xE1, 0xDA
# It makes 1/2, 1/4 or 1/8 of the size for less work than the whole; of other parts it makes more.
PARTS = (8, 4, 2)
# What the library raises; KeyError of a sampling of colours that it has no name for, as 4:4:1.
REFUSED = (ValueError, KeyError)


class JpegSize(NamedTuple):
    """Pixels as the file has them, before they are turned, and whether they have no colour."""

    width: int
    height: int
    grey: bool


def may_be_turned(content: bytes) -> bool:
    r"""Whether a JPEG may say how it lies, or is out of order; Pillow reads what it says.

    >>> may_be_turned(BEGIN + b"\xe0\x00\x04ab\xff\xda\x00\x0c")
    False
    """
    place = 2
    while content[place : place + 1] == b"\xff" and len(content) > place + 3:
        code = content[place + 1]
        if code in (ENTRIES, PIXELS):
            return code == ENTRIES
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return True


def jpeg_size(content: bytes) -> JpegSize | None:
    """From the header of a grey or red-green-blue JPEG; None where it is for Pillow to read or to refuse."""
    turbo = library() if content.startswith(BEGIN) else None
    if turbo is None:
        return None
    try:
        height, width, colours, _ = turbo.decode_jpeg_header(content)
    except REFUSED:
        return None
    if colours not in COLOURS or width * height > (Image.MAX_IMAGE_PIXELS or 0):
        return None
    return JpegSize(width=width, height=height, grey=colours == "Gray")


def jpeg_pixels(content: bytes, channels: int, side: int) -> np.ndarray | None:
    """uint8 [height, width, 4] of a JPEG, as it lies in the file; the fourth channel has no meaning.

    No side is shorter than `side` where it was not. None where it is for Pillow to read.
    """
    size = jpeg_size(content)
    if size is None or (channels == 1 and not size.grey):
        return None
    part = next((part for part in PARTS if min(size.width, size.height) // part >= side), 1)
    if max(size.width, size.height) // part > LONGEST:
        return None
    least = {"min_height": -(-size.height // part), "min_width": -(-size.width // part)}
    try:
        found: np.ndarray = library().decode_jpeg(content, "RGBX", **least)
    except REFUSED:
        return None
    return found


@cache
def library() -> Any:
    """None where it is not installed: there are machines without wheels of it."""
    try:
        import simplejpeg
    except ImportError:
        return None
    return simplejpeg
