"""Where things are kept on disk between runs, and for how long."""

import os
from functools import cache
from pathlib import Path

import platformdirs

VARIABLE = "WELLFIT_CACHE"


@cache
def folder() -> Path | None:
    """Where to keep things: `$WELLFIT_CACHE`, else the user's cache folder; None where nothing can be written.

    An empty variable means that nothing is to be kept.
    """
    named = os.environ.get(VARIABLE)
    if named == "":
        return None
    place = Path(named).expanduser() if named else Path(platformdirs.user_cache_dir("wellfit", appauthor=False))
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return place if os.access(place, os.W_OK) else None


def forget_oldest(place: Path, most_bytes: int) -> None:
    """Remove the files used longest ago until the rest has no more than so many bytes."""
    files = []
    for file in place.iterdir():
        try:
            stat = file.stat()
        except FileNotFoundError:
            continue  # another process tidies up as well
        if not file.is_file() or file.name.startswith("."):
            continue  # what is still being written
        files.append((max(stat.st_atime, stat.st_mtime), stat.st_size, file))
    kept = 0
    for _, size, file in sorted(files, reverse=True):
        kept += size
        if kept > most_bytes:
            file.unlink(missing_ok=True)
