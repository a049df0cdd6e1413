"""An .npy file that grows row by row."""

from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np


class ArrayFile:
    """Takes rows as they come; at the end of the `with` block the header tells how many there were.

    Rows are written, not copied into a mapping: a full disk is then an error and not the end of the process.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with ArrayFile(Path(folder) / "numbers.npy", np.int32, (2,)) as file:
    ...         file.append(np.array([[1, 2]]))
    ...         file.append(np.array([[3, 4], [5, 6]]))
    ...     np.load(Path(folder) / "numbers.npy").tolist()
    [[1, 2], [3, 4], [5, 6]]
    """

    def __init__(self, path: Path, dtype: Any, shape: tuple[int, ...] = ()) -> None:
        self._dtype, self._shape, self._rows = np.dtype(dtype).newbyteorder("<"), shape, 0
        self._file = path.open("wb", buffering=0)

    def __enter__(self) -> "ArrayFile":
        self._header()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._file.seek(0)
                self._header()
        finally:
            self._file.close()

    def append(self, rows: np.ndarray) -> None:
        """Add `rows` [rows, *shape] behind those that are there."""
        if rows.shape[1:] != self._shape:
            raise ValueError(f"rows of shape {rows.shape[1:]} behind those of {self._shape}")
        self._rows += len(rows)
        if rows.size:
            self._write(np.ascontiguousarray(rows, self._dtype).reshape(-1).view(np.uint8).data)

    def _header(self) -> None:
        # NumPy leaves room for the digits of the first axis, so that the header's length stays the same.
        header = {"descr": self._dtype.str, "fortran_order": False, "shape": (self._rows, *self._shape)}
        np.lib.format.write_array_header_1_0(self._file, header)

    def _write(self, left: memoryview) -> None:
        while len(left):
            left = left[self._file.write(left) :]
