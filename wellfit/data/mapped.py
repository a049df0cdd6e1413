"""Arrays that lie in files: found again behind their mappings, and read without them."""

import weakref
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wellfit.errors import DataError

_WRITTEN_THROUGH = ("r", "r+", "w+")  # what such a mapping shows is what the file holds


@dataclass(frozen=True, kw_only=True)
class FileArray:
    """A C-ordered array within a file: where its first number stands, and what it is.

    Numbers read through a mapping count as this process' memory for as long as the mapping is there, and
    a file cut short meanwhile kills the process. Reading avoids both.
    """

    path: Path
    offset: int
    dtype: np.dtype
    shape: tuple[int, ...]

    @staticmethod
    def of(array: np.ndarray) -> "FileArray | None":
        """Where a memory-mapped array, or a stretch of one, lies; None for any other array.

        >>> FileArray.of(np.zeros(3)) is None
        True
        """
        root: object = array
        while isinstance(root, np.ndarray) and isinstance(root.base, np.ndarray):
            root = root.base
        if not isinstance(root, np.memmap) or root.mode not in _WRITTEN_THROUGH or root.filename is None:
            return None
        if not array.flags.c_contiguous:
            return None
        offset = root.offset + array.ctypes.data - root.ctypes.data
        return FileArray(path=Path(root.filename), offset=offset, dtype=array.dtype, shape=array.shape)

    @property
    def row_bytes(self) -> int:
        """Bytes from one row, or number of a list, to the next."""
        return self.dtype.itemsize * int(np.prod(self.shape[1:]))


class RowReader:
    """Reads stretches of rows of an array, from its file where it has one; not from two threads at once.

    Raises DataError where the file is gone or shorter than it was when it was opened.

    >>> reader, out = RowReader(np.arange(6.0).reshape(3, 2)), np.empty((2, 2))
    >>> reader.read(1, out)
    >>> out.tolist()
    [[2.0, 3.0], [4.0, 5.0]]
    """

    def __init__(self, array: np.ndarray) -> None:
        self._array, self.place = array, FileArray.of(array)
        if self.place is None:
            return
        try:
            self._file = self.place.path.open("rb", buffering=0)
        except OSError as error:
            raise _unreadable(self.place, str(error.strerror)) from error
        self._row_bytes = self.place.row_bytes
        self._close = weakref.finalize(self, self._file.close)
        size, needed = self.place.path.stat().st_size, self.place.offset + array.nbytes
        if size < needed:
            self._close()
            raise _unreadable(self.place, f"it has {size:,} bytes, where {needed:,} were when it was opened")

    def read(self, first: int, out: np.ndarray) -> None:
        """Fill `out` [rows, ...], which lies in one piece, with the rows from `first` on."""
        if self.place is None:
            out[...] = self._array[first : first + len(out)]
            return
        if not out.size:
            return
        left = out.reshape(-1).view(np.uint8).data
        self._file.seek(self.place.offset + first * self._row_bytes)
        while len(left):
            count = self._file.readinto(left)
            if not count:
                raise _unreadable(self.place, "it ends before its last row: it was cut short after it was opened")
            left = left[count:]

    def close(self) -> None:
        """Let go of the file, which else happens with the last reference to the reader."""
        if self.place is not None:
            self._close()


def _unreadable(place: FileArray, reason: str) -> DataError:
    return DataError(
        f"Rows cannot be read from {place.path}: {reason}. Expected was the file as it was when the data were opened; "
        "leave it unchanged while training, or store the data again."
    )
