"""The files of a reproduction, all of them or none."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from wellfit.errors import OptionError
from wellfit.record import write_atomically


def publish(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files beside the folder, and give them their names once all are there.

    Whatever ends the process before that, an earlier reproduction in the folder is left as it was, and a new folder
    does not appear. Raises OptionError where the place cannot be written to.

    >>> with tempfile.TemporaryDirectory() as place:
    ...     sorted(path.name for path in publish(Path(place) / "new", {"a.txt": "a", "b.txt": "b"}).iterdir())
    ['a.txt', 'b.txt']
    """
    folder = Path(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name[:40]}.", suffix=".part"))
        try:
            for name, content in files.items():
                write_atomically(staging / name, content)
            staging.chmod(0o755)
            _give_names(staging, folder, list(files))
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise OptionError(
            f"Cannot write to {folder}: {error.strerror}. Expected a folder that can be written to; "
            "choose another with --out."
        ) from error
    return folder


def check_place(folder: Path) -> None:
    """Notice a place that cannot be written to before anything is trained. Raises OptionError."""
    there = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        why = "it cannot be written to" if there.is_dir() else "it is a file"
        raise OptionError(f"Cannot write to {folder}: {there}: {why}. Choose another folder with --out.")


def _give_names(staging: Path, folder: Path, names: list[str]) -> None:
    if not folder.exists():
        staging.rename(folder)
        return
    for name in names:
        (staging / name).replace(folder / name)
