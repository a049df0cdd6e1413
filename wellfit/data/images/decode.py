"""One image file as pixels of a given size."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from wellfit.data.images.colours import plain

# No format whose reader runs other programs, as that of EPS does. JPEG includes the several pictures of phones (MPO).
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
# What Pillow's readers raise on damaged files, found by feeding them such.
DAMAGED = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, ArithmeticError, MemoryError)

ORIENTATION = 0x0112  # the tag of EXIF 2.3, section 4.6.4


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
    with opened(content) as picture:
        try:
            # A jpeg comes out at 1/2, 1/4 or 1/8 of its size for less work; the longer side in case it is turned.
            picture.draft(None, (max(width, height), max(width, height)))
            picture.load()
            ImageOps.exif_transpose(picture, in_place=True)
            sized = plain(picture, channels).resize((width, height), Image.Resampling.BILINEAR)
        except (*DAMAGED, Image.DecompressionBombError) as error:
            raise UnreadableImage(_reason(error)) from error
    return np.asarray(sized, np.uint8).reshape(shape)


def turned(picture: Image.Image) -> bool:
    """Whether height and width change places when it is turned as its EXIF entry says."""
    try:
        return picture.getexif().get(ORIENTATION) in (5, 6, 7, 8)
    except DAMAGED:
        return False


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
