"""What is known of an image file before it is decoded."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from wellfit.data.images.colours import GREY
from wellfit.data.images.decode import UnreadableImage, content_of, opened, orientation
from wellfit.data.images.jpeg import JpegSize, jpeg_size, may_be_turned
from wellfit.data.images.upright import SIDEWAYS

# In a PNG that says how it lies: a chunk, or the name of a text. Asked without one of them, Pillow decodes the picture
# to look for an entry behind its pixels.
ENTRIES = (b"eXIf", b"exif", b"xmp")


@dataclass(frozen=True, kw_only=True)
class Header:
    """Of one file: a hash of its content, its size as it is looked at, and whether it has colour.

    `problem` says why it is no image; the other fields are empty then.
    """

    content: str = ""
    width: int = 0
    height: int = 0
    grey: bool = False
    problem: str = ""


def read_header(path: Path) -> Header:
    """The header of a file, which is read whole for its hash. Call it within `guarded()`."""
    try:
        return header_of(content_of(path))
    except UnreadableImage as error:
        return Header(problem=str(error))


def header_of(content: bytes) -> Header:
    """The header of a file with this content. Raises UnreadableImage. Call it within `guarded()`."""
    size = None if may_be_turned(content) else jpeg_size(content)
    if size is None:
        size = _by_pillow(content)
    named = hashlib.blake2b(content, digest_size=16).hexdigest()
    return Header(content=named, width=size.width, height=size.height, grey=size.grey)


def _by_pillow(content: bytes) -> JpegSize:
    with opened(content) as picture:
        width, height = picture.size[::-1] if _turned(picture, content) else picture.size
        return JpegSize(width=width, height=height, grey=picture.mode in GREY)


def _turned(picture: Image.Image, content: bytes) -> bool:
    """Whether height and width change places when it is turned as its EXIF entry says."""
    if picture.format == "TIFF":  # whose size Pillow gives as it is looked at
        return False
    if picture.format == "PNG" and not any(word in content for word in ENTRIES):
        return False
    return orientation(picture) in SIDEWAYS
