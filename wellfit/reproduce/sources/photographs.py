"""Photographs of dogs and cats: folders train and validation with a folder for each class, or the archive of them."""

import shutil
import tempfile
import zipfile
from pathlib import Path

from wellfit.errors import SourceError
from wellfit.reproduce.sources.wanted import Say, Wanted, keras_folder, missing, obtained

ARCHIVE = Wanted(
    title="the photographs of dogs and cats",
    names=("cats_and_dogs_filtered.zip",),
    address="https://storage.googleapis.com/mledu-datasets/cats_and_dogs_filtered.zip",
)
FOLDERS = ("", "dogs_vs_cats", "dogs-vs-cats", "cats_and_dogs_filtered", "cats_and_dogs_small")
PARTS = ("train", "validation")
MOST = 2_000_000_000  # bytes, unpacked: twenty times what they are


def photograph_folder(folder: Path | None, say: Say) -> Path:
    """The folder that holds `train` and `validation`; unpacked where only the archive is there, downloaded without one.

    Raises SourceError where they cannot be had.
    """
    if folder is not None and not folder.is_dir():
        raise SourceError(f"There is no folder {folder}. Expected one that holds {ARCHIVE.title}; check --data.")
    found = _within(folder if folder is not None else keras_folder())
    if found is not None:
        return found
    if folder is not None and not any((folder / name).is_file() for name in ARCHIVE.names):
        raise missing([_named(ARCHIVE)], folder)
    archive = obtained(ARCHIVE, folder, say)
    unpacked = _within(_unpacked(archive, say))
    if unpacked is None:
        raise SourceError(
            f"{archive} does not hold {ARCHIVE.title}: there are no folders {' and '.join(PARTS)} in it. "
            f"Download {ARCHIVE.address} again."
        )
    return unpacked


def _named(wanted: Wanted) -> Wanted:
    """The archive and the folders that would do in its place, for the message."""
    places = tuple(f"{place}/{PARTS[0]}" if place else PARTS[0] for place in FOLDERS)
    return Wanted(title=wanted.title, names=(*places, *wanted.names), address=wanted.address)


def _within(folder: Path) -> Path | None:
    places = [folder / place if place else folder for place in FOLDERS]
    return next((place for place in places if all((place / part).is_dir() for part in PARTS)), None)


def _unpacked(archive: Path, say: Say) -> Path:
    """The archive's files in the folder of Keras, which appears whole or not at all."""
    to = keras_folder() / archive.stem
    if to.is_dir():
        return to
    say(f"Unpacking {archive}.")
    to.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=to.parent, prefix=f".{to.name}."))
    try:
        with zipfile.ZipFile(archive) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST:
                raise SourceError(f"{archive} would take more than {MOST:,} bytes. Download {ARCHIVE.address} again.")
            packed.extractall(staging)  # which keeps within the folder, whatever the entries are called
        # Google's archive has all in one folder of its own name.
        inside = staging / archive.stem
        (inside if inside.is_dir() else staging).rename(to)
    except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
        raise SourceError(f"{archive} cannot be unpacked: {error}. Download {ARCHIVE.address} again.") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return to
