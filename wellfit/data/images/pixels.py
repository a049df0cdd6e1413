"""All images of a data set as one array of raw pixels, decoded once and kept."""

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from wellfit.data.images.decode import UnreadableImage, content_of, decode, guarded
from wellfit.data.images.parallel import Told, in_parallel
from wellfit.data.kept import folder, forget_oldest
from wellfit.data.store.array_file import ArrayFile
from wellfit.data.store.folder import refuse_if_too_large, temporary_folder

# Changes whenever the same file would become other pixels.
VERSION = "2"
MOST_BYTES = 20_000_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Pixels:
    """uint8 [readable files, height, width, channels], memory-mapped; `problems` says of which files there are none."""

    block: np.ndarray
    key: str
    problems: dict[int, str]


def pixels(paths: Sequence[Path], contents: Sequence[str], shape: tuple[int, ...], told: Told | None = None) -> Pixels:
    """The pixels of these files, whose content has these hashes; from the disk where they were decoded before.

    Raises OptionError where the disk has no room for them.
    """
    key = files_key(contents, shape)
    place = _place()
    kept = _kept(place, key, shape, len(paths))
    if kept is None:
        size = len(paths) * int(np.prod(shape))
        forget_oldest(place, max(0, MOST_BYTES - size))
        refuse_if_too_large(size, place)
        _decode_all(paths, shape, place, key, told)
        kept = _kept(place, key, shape, len(paths))
    if kept is None:
        raise OSError(f"the pixels in {place} vanished while they were read")
    return kept


def files_key(contents: Sequence[str], shape: tuple[int, ...]) -> str:
    """A hash of what the files hold, in their order, of the size, and of the way they are decoded."""
    said = json.dumps([VERSION, shape, list(contents)])
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def _place() -> Path:
    base = folder()
    place = temporary_folder() if base is None else base / "images"
    place.mkdir(parents=True, exist_ok=True)
    return place


def _kept(place: Path, key: str, shape: tuple[int, ...], files: int) -> Pixels | None:
    """What lies there whole; anything else is made anew."""
    block, said = place / f"{key}.npy", place / f"{key}.json"
    try:
        problems = {int(row): str(why) for row, why in json.loads(said.read_text(encoding="utf-8")).items()}
        found = np.lib.format.open_memmap(block, mode="r")
        for file in (block, said):
            os.utime(file)  # used now: among the last to be forgotten
    except (OSError, ValueError, AttributeError, EOFError):
        return None
    if found.dtype != np.uint8 or found.shape != (files - len(problems), *shape):
        return None
    return Pixels(block=found, key=key, problems=problems)


def _decode_all(paths: Sequence[Path], shape: tuple[int, ...], place: Path, key: str, told: Told | None) -> None:
    """Decode into files that take their names once they are whole."""
    problems: dict[int, str] = {}
    with tempfile.TemporaryDirectory(dir=place, prefix=".part-") as made:
        fresh = Path(made)
        with guarded(), ArrayFile(fresh / "pixels", np.uint8, shape) as file:
            decoded = in_parallel(partial(_decoded, shape=shape), paths, name="images decoded", told=told)
            for row, found in enumerate(decoded):
                if isinstance(found, str):
                    problems[row] = found
                else:
                    file.append(found[None])
        (fresh / "problems").write_text(json.dumps(problems), encoding="utf-8")
        (fresh / "problems").replace(place / f"{key}.json")
        (fresh / "pixels").replace(place / f"{key}.npy")


def _decoded(path: Path, shape: tuple[int, ...]) -> np.ndarray | str:
    """The pixels, or why there are none."""
    try:
        return decode(content_of(path), shape)
    except UnreadableImage as error:
        return str(error)
