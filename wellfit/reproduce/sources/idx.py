"""The idx format of MNIST's original files, gzipped or not."""

import gzip
import math
import zlib
from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from wellfit.errors import SourceError

BYTES = 8  # the code of unsigned bytes, which all files of this family hold
MOST = 1_000_000_000


def read_idx(path: Path) -> UInt8[np.ndarray, "..."]:
    """The array of an idx file: two zero bytes, the type, the rank, the sizes as four bytes each, the values.

    Raises SourceError for a file that is damaged or holds something else.
    """
    try:
        raw = _unpacked(path)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{path} cannot be read: {error}. Expected an idx file; download it again.") from error
    rank = raw[3] if len(raw) > 3 else 0
    start = 4 + 4 * rank
    if raw[:3] != bytes([0, 0, BYTES]) or not 1 <= rank <= 3 or len(raw) < start:
        raise SourceError(f"{path} is not an idx file of bytes: it begins with {raw[:4].hex()}. Download it again.")
    shape = [int.from_bytes(raw[at : at + 4], "big") for at in range(4, start, 4)]
    if len(raw) - start != math.prod(shape):
        raise SourceError(
            f"{path} is cut short or longer than it says: expected {math.prod(shape):,} values of shape "
            f"{tuple(shape)}, received {len(raw) - start:,}. Download it again."
        )
    return np.frombuffer(raw, np.uint8, offset=start).reshape(shape)


def _unpacked(path: Path) -> bytes:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    with gzip.open(path) if packed else path.open("rb") as file:
        return file.read(MOST)
