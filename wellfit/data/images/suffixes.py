"""What a file of an image is called."""

from pathlib import Path

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff"})


def is_image(path: Path | str) -> bool:
    """Whether the name is one of an image.

    >>> is_image("Cat.JPG"), is_image("notes.txt"), is_image(".hidden.png")
    (True, False, False)
    """
    name = Path(path)
    return name.suffix.lower() in SUFFIXES and not name.name.startswith(".")
