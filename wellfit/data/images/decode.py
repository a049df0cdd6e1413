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
from wellfit.data.images.resize import LONGEST, resized
from wellfit.data.images.upright import ORIENTATION, SIDEWAYS, UPRIGHT, upright

# No format whose reader runs other programs, as that of EPS does. JPEG includes the several pictures of phones (MPO).
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
# What Pillow's readers raise on damaged files, found by feeding them such.
DAMAGED = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, ArithmeticError, MemoryError)
# Pixels beyond which Pillow resizes: four bytes of each for ours would be as much memory again, in each thread.
MOST_PIXELS = 2**24
# Pillow first takes plain means down to so many times the new size; from 3 on its documentation sees no difference.
GAP = 3.0


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
    except ValueError as error:  # a path that no file can have, as one with a NUL
        raise UnreadableImage(str(error)) from error


def decode(content: bytes, shape: tuple[int, ...]) -> np.ndarray:
    """A file's content as uint8 [height, width, channels] of this shape; of several pictures in it, the first.

    It is turned as its EXIF entry says, and resized without regard to its own proportions, each pixel a weighted
    mean of those that it covers. Raises UnreadableImage. Call it within `guarded()`.
    """
    pixels = jpeg_pixels(content, shape[2], _side(shape))
    if pixels is not None and not may_be_turned(content):
        return _sized(pixels, shape, UPRIGHT)
    with opened(content) as picture:
        try:
            return _by_pillow(picture, shape) if pixels is None else _sized(pixels, shape, orientation(picture))
        except (*DAMAGED, Image.DecompressionBombError) as error:
            raise UnreadableImage(_reason(error)) from error


def decoded(path: Path, shape: tuple[int, ...]) -> np.ndarray | str:
    """The pixels of one file, or why there are none. Call it within `guarded()`."""
    try:
        return decode(content_of(path), shape)
    except UnreadableImage as error:
        return str(error)


def _side(shape: tuple[int, ...]) -> int:
    """What both sides have to be at least, in case the picture is turned."""
    return max(shape[:2])


def _by_pillow(picture: Image.Image, shape: tuple[int, ...]) -> np.ndarray:
    picture.draft(None, (_side(shape), _side(shape)))  # a jpeg comes out at 1/2, 1/4 or 1/8 of its size for less work
    picture.load()
    # Asked when it is loaded: of a tiff, which Pillow turns as it loads, nothing is left to do then.
    lies = orientation(picture)
    found = plain(picture, shape[2])
    if max(found.size) > LONGEST or found.width * found.height > MOST_PIXELS:
        found = found.resize(_lying(shape, lies)[::-1], Image.Resampling.BILINEAR, reducing_gap=GAP)
    return _sized(np.asarray(found.convert("RGBX")), shape, lies)


def _sized(pixels: np.ndarray, shape: tuple[int, ...], lies: int) -> np.ndarray:
    return upright(resized(pixels, *_lying(shape, lies))[:, :, : shape[2]], lies)


def _lying(shape: tuple[int, ...], lies: int) -> tuple[int, int]:
    """Rows and columns before it is turned."""
    height, width = shape[:2]
    return (width, height) if lies in SIDEWAYS else (height, width)


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
