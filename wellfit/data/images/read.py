"""From a source of images to a dataset."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from wellfit.data.dataset import Dataset
from wellfit.data.images.assemble import assemble
from wellfit.data.images.find import find_images, holds_images
from wellfit.data.images.folder import LAYOUT, TARGET, labelled_folder
from wellfit.data.images.parallel import Told
from wellfit.data.images.size import Size
from wellfit.data.images.suffixes import is_image
from wellfit.data.images.table import labelled_table
from wellfit.data.origin import Origin, places
from wellfit.data.sources.formats import READERS, format_suffix
from wellfit.data.sources.text_folder import holds_classes_of_texts
from wellfit.data.table import Table
from wellfit.errors import OptionError, SourceError


def image_folder(source: Any) -> Path | None:
    """The folder of images that a source is, or None where it is anything else. Raises SourceError for bare images.

    >>> image_folder("example:iris") is None
    True
    """
    several = source if isinstance(source, list | tuple) else [source]
    if several and all(isinstance(one, str | Path) and is_image(one) for one in several):
        raise SourceError(
            f"{several[0]} is an image without a label; expected was {LAYOUT}, or a csv of paths and labels. Name "
            "such a folder or csv."
        )
    if isinstance(source, list | tuple) and len(source) == 1:
        source = source[0]
    if not isinstance(source, str | Path):
        return None
    folder = Path(source).expanduser()
    if not folder.is_dir() or not holds_images(folder):
        return None
    # Tables may name the images, and a picture or two may lie among texts.
    others = any(format_suffix(path) in READERS for path in folder.iterdir()) or holds_classes_of_texts(folder)
    return folder if not others or len(_classes(folder)) > 1 else None


def _classes(folder: Path) -> set[str | None]:
    return {entry.label for entry in find_images(folder) if entry.kind == "image"}


def read_images(
    folder: Path,
    *,
    test: Any = None,
    target: str | int | None = None,
    task: str | None = None,
    size: Size,
    seed: int = 0,
    name: str | None = None,
    told: Told | None = None,
) -> Dataset:
    """Reads a folder of images by class; see `wellfit.read` for the arguments and what is raised."""
    if target not in (None, TARGET):
        raise OptionError(
            f"The target of a folder of images is the names of its folders, and {target!r} was asked for. Leave "
            "--target out, or give a csv of paths and labels."
        )
    own = None if test is None else image_folder(test)
    if test is not None and own is None:
        raise SourceError(f"The test source {test} is no folder of images, as the source is. Name such a folder.")
    given = labelled_folder(folder, own, task=task)
    data = assemble(given if name is None else replace(given, name=name), size, seed=seed, told=told)
    places = (str(folder.absolute()),)
    return replace(data, origin=Origin(sources=places, tests=None if own is None else (str(own.absolute()),)))


def read_image_table(
    table: Table,
    column: str,
    source: Any,
    *,
    test: Any = None,
    target: str | int | None = None,
    task: str | None = None,
    size: Size,
    seed: int = 0,
    told: Told | None = None,
) -> Dataset:
    """Reads the images that the column of a table names; `test` is a table with the same columns."""
    given = labelled_table(table, column, source, target=target, task=task, test=test)
    data = assemble(given, size, seed=seed, told=told)
    types = {name: str(table.frame.schema[name]) for name in (column, data.task.target)}
    tests = None if test is None else places(test)
    return replace(data, origin=Origin(sources=places(source), tests=tests, types=types))
