"""Images that a model is asked about: a folder, files, a table that names them, or arrays."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from wellfit.data.images.find import every_image, readable
from wellfit.data.images.several import pixels_or_black
from wellfit.data.images.suffixes import is_image
from wellfit.data.images.table import located
from wellfit.data.pipeline.image import ImageEncoder
from wellfit.data.sources.locate import locate
from wellfit.data.sources.read import read_table
from wellfit.data.wording import listing
from wellfit.errors import DataError, SourceError

# Decoded at a time: a hundred megabytes at 200 × 200.
AT_ONCE = 1024


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """Some images in the order of the source: how each is called, its pixels, and whether it could be read."""

    names: list[str | None]
    pixels: np.ndarray
    read: np.ndarray


def given_images(source: Any, encoder: ImageEncoder) -> Iterator[Decoded]:
    """All images of a source, some at a time; those that cannot be read are black.

    Raises SourceError where there is nothing, DataError where a table names no images.
    """
    paths = _paths(source)
    names: list[str | None] = [readable(str(path)) for path in paths or ()]
    if paths is None:
        frame = read_table(source).frame
        arrays = [name for name in frame.columns if isinstance(frame[name].dtype, pl.Array)]
        if arrays:
            yield _arrays(frame[arrays[0]].alias(encoder.name), encoder)
            return
        paths = _named(frame, encoder.name, source)
        names = frame[encoder.name].cast(pl.String).to_list()
    for first in range(0, len(paths), AT_ONCE):
        some = slice(first, first + AT_ONCE)
        pixels, read = pixels_or_black(paths[some], encoder.shape)
        yield Decoded(names=names[some], pixels=pixels, read=read)


def _paths(source: Any) -> list[Path] | None:
    """The files of a folder, of a pattern or of a list of those; None where the source is a table or holds arrays."""
    several = source if isinstance(source, list | tuple) else [source]
    if not several or not all(isinstance(one, str | Path) for one in several):
        return None
    found: list[Path] = []
    for one in several:
        place = Path(one).expanduser()
        files = every_image(place) if place.is_dir() else [place] if is_image(place) and place.exists() else locate(one)
        if not files:
            raise SourceError(f"The folder {place} holds no image. Expected files such as cat.jpg in it or below it.")
        found += files
    return found if all(is_image(file) for file in found) else None


def _named(frame: pl.DataFrame, column: str, source: Any) -> list[Path]:
    if column not in frame.columns:
        raise DataError(
            f"The rows name no images: expected was the column '{column}' of paths, as in the training rows, received "
            f"{listing(frame.columns)}. Rename the column, or give a folder or files of images."
        )
    return located(frame[column], source)


def _arrays(column: pl.Series, encoder: ImageEncoder) -> Decoded:
    pixels = encoder.encode(column.to_frame())
    return Decoded(
        names=[f"image {row}" for row in range(len(pixels))], pixels=pixels, read=column.is_not_null().to_numpy()
    )
