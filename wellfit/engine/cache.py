"""What is kept on disk between runs: compiled programs, and the plans that were measured."""

import os
from functools import cache
from pathlib import Path

import jax
import platformdirs

VARIABLE = "WELLFIT_CACHE"
MOST_BYTES = 1_000_000_000


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


@cache
def keep_programs() -> None:
    """Let JAX look compiled programs up on disk, and store them there, unless its user has chosen a place himself."""
    place = folder()
    if place is None or jax.config.jax_compilation_cache_dir is not None:  # type: ignore[attr-defined]
        return
    programs = place / "programs"
    programs.mkdir(exist_ok=True)
    forget_oldest(programs, MOST_BYTES)
    jax.config.update("jax_compilation_cache_dir", str(programs))
    # A family has many small programs, and each is compiled again in the next run: all are worth their bytes.
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)


def forget_oldest(place: Path, most_bytes: int) -> None:
    """Remove the files used longest ago until the rest has no more than so many bytes."""
    files = []
    for file in place.iterdir():
        try:
            stat = file.stat()
        except FileNotFoundError:
            continue  # another process tidies up as well
        files.append((max(stat.st_atime, stat.st_mtime), stat.st_size, file))
    kept = 0
    for _, size, file in sorted(files, reverse=True):
        kept += size
        if kept > most_bytes:
            file.unlink(missing_ok=True)
