"""Where things are kept on disk between runs, and for how long."""

import os
import shutil
import time
from functools import cache
from pathlib import Path

import platformdirs

VARIABLE = "WELLFIT_CACHE"
DAY = 24 * 3600


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
    """Remove the files used longest ago until the rest has no more than so many bytes.

    What begins with a point is still being written; if it was begun a day ago, its process has ended.
    """
    files = []
    for file in place.iterdir():
        try:
            stat = file.stat()
        except FileNotFoundError:
            continue  # another process tidies up as well
        if file.name.startswith("."):
            if stat.st_mtime < time.time() - DAY:
                _remove(file)
        elif file.is_file():
            files.append((max(stat.st_atime, stat.st_mtime), stat.st_size, file))
    kept = 0
    for _, size, file in sorted(files, reverse=True):
        kept += size
        if kept > most_bytes:
            file.unlink(missing_ok=True)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
