"""Features on disk: computed once for the same images, network and views, and read again from then on."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np

from wellfit.data.kept import folder as cache_folder
from wellfit.data.kept import forget_oldest
from wellfit.data.memory import room
from wellfit.data.pieces import pieces
from wellfit.data.store.folder import refuse_if_too_large

FOLDER = "features"
MOST_BYTES = 8_000_000_000


def kept(
    key: str,
    shape: tuple[int, ...],
    fill: Callable[[np.ndarray], None],
    folder: str | Path | None = None,
    *,
    anew: bool = False,
) -> np.ndarray:
    """float32 numbers of this shape under this key, which `fill` writes into the array where they are not there.

    In memory where they are few, else mapped from their file. A file that was cut short, is of another shape or
    holds what is no number, is written anew; where nothing can be kept, they are computed each time.

    Args:
        key: of all that decides what the numbers are; letters and digits.
        shape: of the array.
        fill: computes the numbers.
        folder: where to keep them; the cache of wellfit without it.
        anew: write them though they are there.

    Raises OptionError where the disk has no room for them.
    """
    place = _place(folder)
    if place is None:
        numbers = np.empty(shape, np.float32)
        fill(numbers)
        return numbers
    path = place / f"{key}.npy"
    found = None if anew else _opened(path, shape)
    if found is None:
        size = int(np.prod(shape)) * np.dtype(np.float32).itemsize
        if folder is None:  # in a folder of the user's own nothing is removed
            forget_oldest(place, max(0, MOST_BYTES - size))
        refuse_if_too_large(size, place)  # a disk that is full would end the process, as the file is a mapping
        _write(path, shape, fill)
        found = _opened(path, shape)
    if found is None:
        raise RuntimeError(f"{path} was written and cannot be read")
    return found


def _place(folder: str | Path | None) -> Path | None:
    if folder is not None:
        place = Path(folder)
    elif (cache := cache_folder()) is not None:
        place = cache / FOLDER
    else:
        return None
    place.mkdir(parents=True, exist_ok=True)
    return place


def _opened(path: Path, shape: tuple[int, ...]) -> np.ndarray | None:
    """The array in the file; None where there is none, or not this one."""
    try:
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    if mapped.shape != shape or mapped.dtype != np.float32 or not _finite(mapped):
        return None
    os.utime(path)  # the files used longest ago are the first to go
    return np.array(mapped) if mapped.nbytes <= room() else mapped


def _finite(numbers: np.ndarray) -> bool:
    """Whether there is a number everywhere: the extremes tell, and no mask of all is needed."""
    return all(np.isfinite([part.min(initial=0), part.max(initial=0)]).all() for part in pieces(numbers))


def _write(path: Path, shape: tuple[int, ...], fill: Callable[[np.ndarray], None]) -> None:
    """Under another name until it is whole."""
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".npy", delete=False) as file:
        part = Path(file.name)
    try:
        numbers = np.lib.format.open_memmap(part, mode="w+", dtype=np.float32, shape=shape)
        fill(numbers)
        numbers.flush()
        del numbers
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
