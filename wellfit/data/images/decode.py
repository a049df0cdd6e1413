"""One image file as pixels of a given size."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from wellfit.data.images.colours import plain
from wellfit.data.images.jpeg import jpeg_pixels, may_be_turned
from wellfit.data.images.resize import resized
from wellfit.data.images.upright import ORIENTATION, SIDEWAYS, UPRIGHT, upright

# No format whose reader runs other programs, as that of EPS does. JPEG includes the several pictures of phones (MPO).
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
# What Pillow's readers raise on damaged files, found by feeding them such.
DAMAGED = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, ArithmeticError, MemoryError)


class UnreadableImage(Exception):
    """A file that is no image, or a damaged one; the text says why."""


@contextmanager
def guarded() -> Iterator[None]:
    """Within it Pillow refuses pictures beyond its own limit of pixels, and keeps silent on harmless oddities.

    Filters of warnings are those of the whole process: enter it once, around all threads that decode.
    """
    Image.init()  # all readers before any thread: they register themselves in one table
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="PIL")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def content_of(path: Path) -> bytes:
    """What a file holds. Raises UnreadableImage."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableImage(str(error.strerror or error)) from error


def decode(content: bytes, shape: tuple[int, ...]) -> np.ndarray:
    """A file's content as uint8 [height, width, channels] of this shape; of several pictures in it, the first.

    It is turned as its EXIF entry says, and resized without regard to its own proportions, each pixel a weighted
    mean of those that it covers. Raises UnreadableImage. Call it within `guarded()`.
    """
    height, width, channels = shape
    side = max(height, width)  # in case it is turned
    pixels = jpeg_pixels(content, channels, side)
    if pixels is not None and not may_be_turned(content):
        return _sized(pixels, shape, UPRIGHT)
    with opened(content) as picture:
        try:
            pixels = _by_pillow(picture, channels, side) if pixels is None else pixels
            # Asked when it is loaded: of a tiff, which Pillow turns as it loads, nothing is left to do then.
            return _sized(pixels, shape, orientation(picture))
        except (*DAMAGED, Image.DecompressionBombError) as error:
            raise UnreadableImage(_reason(error)) from error


def _by_pillow(picture: Image.Image, channels: int, side: int) -> np.ndarray:
    """uint8 [height, width, 4], no side shorter than this where it was not; the fourth channel has no meaning."""
    picture.draft(None, (side, side))  # a jpeg comes out at 1/2, 1/4 or 1/8 of its size for less work
    picture.load()
    return np.asarray(plain(picture, channels).convert("RGBX"))


def _sized(pixels: np.ndarray, shape: tuple[int, ...], lies: int) -> np.ndarray:
    height, width, channels = shape
    size = (width, height) if lies in SIDEWAYS else (height, width)
    return upright(resized(pixels, *size)[:, :, :channels], lies)


def turned(picture: Image.Image) -> bool:
    """Whether height and width change places when it is turned as its EXIF entry says."""
    return orientation(picture) in SIDEWAYS


def orientation(picture: Image.Image) -> int:
    """What its EXIF entry says about how it lies: a number from 1 to 8, and 1 where it does not say so."""
    try:
        said: Any = picture.getexif().get(ORIENTATION)
    except DAMAGED:
        return UPRIGHT
    return said if said in range(1, 9) else UPRIGHT


@contextmanager
def opened(content: bytes) -> Iterator[Image.Image]:
    """The picture with its header read, and no more. Raises UnreadableImage."""
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except (*DAMAGED, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableImage(_reason(error)) from error
    with picture:
        yield picture


def _reason(error: Exception) -> str:
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return f"more than {Image.MAX_IMAGE_PIXELS:,} pixels, which may be a decompression bomb"
    if isinstance(error, UnidentifiedImageError):
        return "not an image of a known format"
    return f"damaged ({(str(error).splitlines() or [type(error).__name__])[0][:80]})"
