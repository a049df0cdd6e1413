"""A file that is there whole or not at all."""

import os
import tempfile
from pathlib import Path

from wellfit.errors import OptionError


def write_atomically(path: Path, content: str | bytes) -> Path:
    """Write `content` (text as UTF-8) to `path` in one step and return `path`.

    A reader sees the old file or the new one, never a half: the content goes to a neighbour first,
    is flushed to the disk, and then takes the name. Folders on the way are made.

    Raises:
        OptionError: the place cannot be written to.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(Path(folder) / "notes" / "a.txt", "done").read_text()
    'done'
    """
    path = Path(path)
    data = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise OptionError(
            f"Cannot write {path}: {error.strerror}. Expected a file name in a folder that can be written to; "
            "choose another place."
        ) from error
    return path


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    neighbour = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        neighbour.chmod(0o644)  # mkstemp's 0600 would hide a report from colleagues
        neighbour.replace(path)
    except BaseException:
        neighbour.unlink(missing_ok=True)
        raise
