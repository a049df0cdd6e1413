"""An array a piece at a time, so that one in a file is never in memory as a whole."""

from collections.abc import Iterator

import numpy as np

from wellfit.data.mapped import FileArray, RowReader

PIECE_BYTES = 16_000_000


def pieces(array: np.ndarray, most: int = PIECE_BYTES) -> Iterator[np.ndarray]:
    """The rows in order, about `most` bytes at a time; a piece holds until the next one is asked for.

    >>> [piece.tolist() for piece in pieces(np.arange(5, dtype=np.int64), most=16)]
    [[0, 1], [2, 3], [4]]
    """
    rows = max(1, most // max(1, array.dtype.itemsize * int(np.prod(array.shape[1:]))))
    if FileArray.of(array) is None:
        yield from (array[first : first + rows] for first in range(0, len(array), rows))
        return
    reader = RowReader(array)
    try:
        buffer = np.empty((min(rows, len(array)), *array.shape[1:]), array.dtype)
        for first in range(0, len(array), rows):
            piece = buffer[: min(rows, len(array) - first)]
            reader.read(first, piece)
            yield piece
    finally:
        reader.close()
