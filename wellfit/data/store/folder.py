"""A folder that is there whole or not at all."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wellfit.errors import OptionError


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to write into, which takes the name `folder` when all has been written.

    Whatever ends the writing before (an error, a full disk, Ctrl-C) leaves nothing behind.

    Raises:
        OptionError: there is something at `folder` already, or it cannot be written.

    >>> with tempfile.TemporaryDirectory() as place:
    ...     with new_folder(Path(place) / "numbers") as fresh:
    ...         _ = (fresh / "one.txt").write_text("1")
    ...     [file.name for file in (Path(place) / "numbers").iterdir()]
    ['one.txt']
    """
    if folder.exists():
        raise OptionError(
            f"There is something at {folder} already; expected a folder to be made. Choose another place."
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name[:40]}.", suffix=".part"))
        try:
            yield fresh
            fresh.chmod(0o755)  # mkdtemp's 0700 would hide it from colleagues
            fresh.rename(folder)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    except OSError as error:
        free = shutil.disk_usage(_existing(folder)).free
        raise OptionError(
            f"Cannot write the encoded rows to {folder}: {error.strerror}. Nothing was left there, and "
            f"{free / 1e9:.1f} GB are free on that disk. Make room, or choose a folder on another disk."
        ) from error


def refuse_if_too_large(size: int, folder: Path) -> None:
    """Raises OptionError where the disk of `folder` has not so many bytes left."""
    free = shutil.disk_usage(_existing(folder)).free
    if size > free:
        raise OptionError(
            f"About {size / 1e9:.1f} GB are to be written, but {free / 1e9:.1f} GB are free on the disk of {folder}. "
            "Make room, or choose a folder on another disk."
        )


def temporary_folder() -> Path:
    """A name for a folder that is removed at the end of the process, on a disk where there is a choice.

    `$TMPDIR` says where; else it is /var/tmp, which, unlike /tmp, never is a part of the memory.
    """
    asked, disk = os.environ.get("TMPDIR"), Path("/var/tmp")
    base = asked or (str(disk) if os.access(disk, os.W_OK) else tempfile.gettempdir())
    made = Path(tempfile.mkdtemp(prefix="wellfit-", dir=base))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made / "rows"


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(place for place in (folder.absolute(), *folder.absolute().parents) if place.is_dir())
