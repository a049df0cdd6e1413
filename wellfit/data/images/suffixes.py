"""What a file of an image is called."""

from pathlib import Path

SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff")


def is_image(path: Path | str) -> bool:
    """Whether the name is one of an image.

    >>> is_image("pets/Cat.JPG"), is_image("notes.txt"), is_image("pets/.hidden.png")
    (True, False, False)
    """
    # Text alone: a folder of a hundred thousand texts is looked through in this way as well.
    name = str(path).rpartition("/")[2].lower()
    return name.endswith(SUFFIXES) and not name.startswith(".")
