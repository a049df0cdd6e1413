"""A file that an experiment reads: where it may lie, and where it comes from."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wellfit.errors import SourceError
from wellfit.reproduce.sources.download import download

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One file by the names it has in its layouts, below a folder; a download is kept under the first of them.

    `title` says what it holds, as in "the IMDB reviews".
    """

    title: str
    names: tuple[str, ...]
    address: str
    sha256: str | None = None


def keras_folder() -> Path:
    """Where `keras.datasets` keeps what it has downloaded."""
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "datasets"


def located(wanted: Wanted, folder: Path | None) -> Path | None:
    """The file in this folder, or in that of Keras where no folder is named; None where it is not there.

    Raises SourceError where the folder does not exist.
    """
    if folder is not None and not folder.is_dir():
        raise SourceError(f"There is no folder {folder}. Expected one that holds {wanted.title}; check --data.")
    places = [folder, folder / "datasets"] if folder is not None else [keras_folder()]
    return next((place / name for place in places for name in wanted.names if (place / name).is_file()), None)


def obtained(wanted: Wanted, folder: Path | None, say: Say) -> Path:
    """The file, downloaded where no folder is named and Keras has not kept it.

    Raises SourceError with its address and with the place to put it where it cannot be had.
    """
    found = located(wanted, folder)
    if found is not None:
        return found
    if folder is not None:
        raise missing([wanted], folder)
    return download(wanted.address, keras_folder() / wanted.names[0], wanted.sha256, title=wanted.title, say=say)


def missing(wanted: Sequence[Wanted], folder: Path) -> SourceError:
    """What is said when a folder has none of these files."""
    names = ", ".join(name for one in wanted for name in one.names)
    addresses = " and ".join(dict.fromkeys(one.address for one in wanted))
    return SourceError(
        f"{folder} does not hold {wanted[0].title}. Looked for {names}. Download {addresses} and put it into that "
        "folder, or leave --data out to have it downloaded."
    )
