"""TFRecord files: records one after another, each with its length and two checksums."""

import struct
from collections.abc import Iterator
from pathlib import Path

from wellfit.errors import SourceError
from wellfit.histories.events.checksum import crc32c, masked

HEAD, TAIL = struct.Struct("<QI"), struct.Struct("<I")
EXPECTED = "Expected a TensorBoard event file, as keras.callbacks.TensorBoard writes it"


def records(path: Path) -> Iterator[bytes]:
    """The records of a file, each proven by its checksums.

        uint64 length · uint32 masked CRC of the length · the record · uint32 masked CRC of the record

    A file that is still being written may end within a record: what is whole of it is kept, if anything is.
    Raises SourceError for a file that cannot be opened, is empty, or is damaged.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path} cannot be opened: {error.strerror}. Check the path and your rights to it."
        ) from error
    if not data:
        raise SourceError(f"{path} is empty. {EXPECTED}. Train again with the callback, or copy the file again.")
    at = 0
    while at < len(data):
        if at + HEAD.size > len(data):
            return _cut(path, at)
        length, check = HEAD.unpack_from(data, at)
        if masked(crc32c(data[at : at + 8])) != check:
            raise _damaged(path, at, "the length of a record does not fit its checksum")
        start = at + HEAD.size
        if start + length + TAIL.size > len(data):
            return _cut(path, at)
        record = data[start : start + length]
        if masked(crc32c(record)) != TAIL.unpack_from(data, start + length)[0]:
            raise _damaged(path, at, "a record does not fit its checksum")
        yield record
        at = start + length + TAIL.size


def _cut(path: Path, at: int) -> None:
    """The end of a file that is cut off: fine while a run goes on, but not before its first record."""
    if at == 0:
        raise _damaged(path, at, "it ends within its first record")


def _damaged(path: Path, at: int, what: str) -> SourceError:
    return SourceError(f"{path} is damaged or no event file: {what}, at byte {at:,}. {EXPECTED}. Copy the file again.")
