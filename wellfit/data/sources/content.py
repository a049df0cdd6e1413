"""The bytes of a file, unpacked, and the checks that they are text at all."""

import gzip
import zlib
from pathlib import Path

from wellfit.data.sources.names import counted
from wellfit.errors import SourceError

GZIP = b"\x1f\x8b"
CHUNK = 1 << 24  # bytes checked at a time, so that a check never doubles the memory of a large file

# First bytes of the formats that most often wear a wrong suffix.
SIGNATURES = {
    b"PAR1": "a Parquet file (.parquet)",
    b"ARROW1": "an Arrow or Feather file (.arrow)",
    b"FEA1": "a Feather file of the old version 1",
    b"PK\x03\x04": "a zip archive, as .npz and .xlsx files are",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF document",
    b"\x89HDF": "an HDF5 file (.h5)",
    b"SQLite": "an SQLite database",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"(\xb5/\xfd": "a zstd archive",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
    b"\x80\x04": "a Python pickle (never opened: it could run code)",
}


def looks_like(data: bytes) -> str | None:
    """What the first bytes say the file is, in words; None when they say nothing."""
    return next((words for start, words in SIGNATURES.items() if data.startswith(start)), None)


def read_bytes(path: Path) -> bytes:
    """All bytes of a file, unpacked when they are gzip (decided by content, not by the suffix).

    Raises SourceError when the file is missing, not readable, empty or a damaged gzip.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path} cannot be opened: {error.strerror}. Check the path and your rights to it."
        ) from error
    if data.startswith(GZIP):
        data = _unpacked(data, path)
    if not (data[:CHUNK].strip() or data.strip()):
        raise SourceError(
            f"{path} is empty. Expected rows of data, received {counted(len(data), 'byte')} and nothing in them. "
            "Write the file again."
        )
    return data


def read_text(path: Path) -> bytes:
    """All bytes of a text file, proven to be UTF-8 and without its byte order mark.

    Raises SourceError when the file is binary or in another encoding, naming the place.
    """
    data = read_bytes(path)
    kind = looks_like(data)
    if kind is not None or b"\x00" in data[:CHUNK]:
        what = f"it looks like {kind}" if kind else "it holds zero bytes, so it is binary or UTF-16"
        raise SourceError(
            f"{path} cannot be read as text: {what}. Expected UTF-8 text. If the suffix is wrong, rename the file; "
            f"if it is UTF-16, convert it (iconv -f UTF-16 -t UTF-8 {path.name} > utf8-{path.name}); otherwise export "
            "the data as csv, json or Parquet."
        )
    _check_utf8(data, path)
    return data.removeprefix(b"\xef\xbb\xbf")


def _unpacked(data: bytes, path: Path) -> bytes:
    try:
        return gzip.decompress(data)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(
            f"{path} is a damaged or truncated gzip file ({error}). Expected a complete archive, received "
            f"{len(data):,} bytes that end too early or do not fit together. Copy or download it again."
        ) from error


def _check_utf8(data: bytes, path: Path) -> None:
    start = 0
    while start < len(data):
        end = _character_boundary(data, start + CHUNK)
        piece = data[start:end]
        if not piece.isascii():
            try:
                piece.decode("utf-8")
            except UnicodeDecodeError as error:
                raise _encoding_error(data, start + error.start, path) from error
        start = end


def _character_boundary(data: bytes, end: int) -> int:
    """The last position at or before `end` that does not cut a character (continuation bytes are 10xxxxxx)."""
    if end >= len(data):
        return len(data)
    return next((place for place in range(end, end - 4, -1) if data[place] & 0xC0 != 0x80), end)


def _encoding_error(data: bytes, place: int, path: Path) -> SourceError:
    line = data.count(b"\n", 0, place) + 1
    return SourceError(
        f"{path} is not in UTF-8: byte 0x{data[place]:02x} in line {line:,} is not part of any character. Expected "
        "UTF-8 text; this may be Latin-1 or Windows-1252. Convert it, for example with: "
        f"iconv -f WINDOWS-1252 -t UTF-8 {path.name} > utf8-{path.name}"
    )
