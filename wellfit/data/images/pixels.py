"""All images of a data set as one array of raw pixels, decoded once and kept."""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from wellfit.data.images.decode import UnreadableImage, content_of, decode, decoded, guarded
from wellfit.data.images.header import Header, header_of
from wellfit.data.images.parallel import Told, in_parallel
from wellfit.data.kept import folder, forget_oldest
from wellfit.data.store.array_file import ArrayFile
from wellfit.data.store.folder import refuse_if_too_large, temporary_folder

# Changes whenever the same file would become other pixels.
VERSION = "5"
MOST_BYTES = 20_000_000_000
DECODED = "images decoded"  # what the progress is of
FIRST = 8  # so many letters of a key are of the first file


@dataclass(frozen=True, kw_only=True, eq=False)
class Pixels:
    """uint8 [readable files, height, width, channels], memory-mapped; `problems` says of which files there are none."""

    block: np.ndarray
    key: str
    problems: dict[int, str]


class _Colour(Exception):
    """A file has colour where all were taken for grey."""


def pixels(paths: Sequence[Path], contents: Sequence[str], shape: tuple[int, ...], told: Told | None = None) -> Pixels:
    """The pixels of these files, whose content has these hashes; from the disk where they were decoded before.

    Raises OptionError where the disk has no room for them.
    """
    key = files_key(contents, shape)
    place = _place()
    kept = _kept(place, key, shape, len(paths))
    if kept is None:
        with guarded():
            found = in_parallel(partial(decoded, shape=shape), paths, name=DECODED, told=told)
            kept = _keep(found, place, shape, len(paths), lambda: key)
    return kept


def headers_and_pixels(
    paths: Sequence[Path], shape: tuple[int, ...], told: Told | None = None
) -> tuple[list[Header], Pixels] | None:
    """What `read_header` says of each file, and the pixels of those that are images, each file read once.

    Nothing is looked for on the disk, where a key of all contents would find it: ask `may_be_kept` before. None where
    `shape` is grey and a file has colour. Raises OptionError where the disk has no room for them.
    """
    headers: list[Header] = []

    def images() -> Iterator[np.ndarray | str]:
        for header, found in in_parallel(partial(_looked, shape=shape), paths, name=DECODED, told=told):
            headers.append(header)
            if header.problem:
                continue
            if shape[2] == 1 and not header.grey:
                raise _Colour
            yield found

    def key() -> str:
        return files_key([one.content for one in headers if not one.problem], shape)

    with guarded(), suppress(_Colour):
        return headers, _keep(images(), _place(), shape, len(paths), key)
    return None


def may_be_kept(content: str) -> bool:
    """Whether there are pixels of a data set whose first file has this content."""
    return folder() is not None and any(_place().glob(f"{content[:FIRST]}*.npy"))


def files_key(contents: Sequence[str], shape: tuple[int, ...]) -> str:
    """A hash of what the files hold, in their order, of the size, and of the way they are decoded.

    It begins like that of the first file.
    """
    said = json.dumps([VERSION, shape, list(contents)])
    whole = hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
    return "".join(contents[:1])[:FIRST] + whole[FIRST:]


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


def _keep(
    images: Iterator[np.ndarray | str], place: Path, shape: tuple[int, ...], most: int, name: Callable[[], str]
) -> Pixels:
    """Write into files that take their names once they are whole; there are `most` images or fewer.

    Nothing is kept where no image can be read.
    """
    size = most * int(np.prod(shape))
    forget_oldest(place, max(0, MOST_BYTES - size))
    refuse_if_too_large(size, place)
    problems: dict[int, str] = {}
    files = 0
    with tempfile.TemporaryDirectory(dir=place, prefix=".part-") as made:
        fresh = Path(made)
        with ArrayFile(fresh / "pixels", np.uint8, shape) as file:
            for files, found in enumerate(images, start=1):
                if isinstance(found, str):
                    problems[files - 1] = found
                else:
                    file.append(found[None])
        key = name()
        if len(problems) == files:
            return Pixels(block=np.zeros((0, *shape), np.uint8), key=key, problems=problems)
        (fresh / "problems").write_text(json.dumps(problems), encoding="utf-8")
        (fresh / "problems").replace(place / f"{key}.json")
        (fresh / "pixels").replace(place / f"{key}.npy")
    kept = _kept(place, key, shape, files)
    if kept is None:
        raise OSError(f"the pixels in {place} vanished while they were read")
    return kept


def _looked(path: Path, shape: tuple[int, ...]) -> tuple[Header, np.ndarray | str]:
    """The header, and the pixels or why there are none."""
    header = None
    try:
        content = content_of(path)
        header = header_of(content)
        return header, decode(content, shape)
    except UnreadableImage as error:
        return header or Header(problem=str(error)), str(error)
