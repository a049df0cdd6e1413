"""What a file of an image is called."""

import re
from pathlib import Path

import polars as pl

SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff")
# Text alone: a folder of a hundred thousand texts, and every column of text, is looked through in this way as well.
_NAME = rf"(?i:(?:^|/)[^./][^/]*(?:{'|'.join(map(re.escape, SUFFIXES))}))"
_IMAGE = re.compile(rf"{_NAME}\Z")


def is_image(path: Path | str) -> bool:
    """Whether the name is one of an image.

    >>> is_image("pets/Cat.JPG"), is_image("notes.txt"), is_image("pets/.hidden.png")
    (True, False, False)
    """
    return _IMAGE.search(str(path)) is not None


def are_images(names: pl.Series) -> pl.Series:
    """The same of each name of a column of strings.

    >>> are_images(pl.Series(["pets/Cat.JPG", "notes.txt", "pets/.hidden.png"])).to_list()
    [True, False, False]
    """
    return names.str.contains(f"{_NAME}$")
