"""Blocks of rows as they lie in files or in memory, and buffers that take a window of them."""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
import scipy.sparse
from jaxtyping import Int

from wellfit.data.dataset import Block
from wellfit.data.mapped import RowReader
from wellfit.data.pieces import pieces
from wellfit.engine.sparse.csr import Csr
from wellfit.engine.streaming.gather import gather, gather_entries

ALIGNMENT = 64  # bytes: what XLA takes over without a copy
SLACK = 1.1  # entries of a window may be so many times the mean before its buffer grows


class Source(ABC):
    """One block; `row_bytes` is what a row takes, on average."""

    row_bytes: int

    @abstractmethod
    def buffer(self, fixed: Int[np.ndarray, " fixed"], rows: int) -> "Buffer":
        """Room for these rows, which stay in it, `rows` more that change, and a blank one behind them."""


class Buffer(ABC):
    """Rows of one block, laid out as the program wants them."""

    @abstractmethod
    def fill(self, numbers: Int[np.ndarray, " rows"]) -> Any:
        """Read these rows behind the fixed ones; all that is in the buffer, valid until the next call."""

    @abstractmethod
    def shape(self) -> Any:
        """Arrays of the shapes that `fill` gives."""


def source(block: Block) -> Source:
    """A block of either kind."""
    return DenseSource(block) if isinstance(block, np.ndarray) else SparseSource(block)


class DenseSource(Source):
    """An array [rows, ...]."""

    def __init__(self, block: np.ndarray) -> None:
        self.reader, self._shape, self._dtype = RowReader(block), block.shape[1:], block.dtype
        self.row_bytes = block.dtype.itemsize * int(np.prod(block.shape[1:]))

    def buffer(self, fixed: Int[np.ndarray, " fixed"], rows: int) -> "DenseBuffer":
        """See `Source`."""
        return DenseBuffer(self, fixed, _aligned((len(fixed) + rows + 1, *self._shape), self._dtype))


class DenseBuffer(Buffer):
    """Zeros stand in the last row."""

    def __init__(self, block: DenseSource, fixed: Int[np.ndarray, " fixed"], rows: np.ndarray) -> None:
        self._reader, self._first, self._rows = block.reader, len(fixed), rows
        self._rows[-1] = 0
        gather(self._reader, fixed, self._rows[: len(fixed)])

    def fill(self, numbers: Int[np.ndarray, " rows"]) -> np.ndarray:
        """See `Buffer`."""
        gather(self._reader, numbers, self._rows[self._first : self._first + len(numbers)])
        return self._rows

    def shape(self) -> np.ndarray:
        """See `Buffer`."""
        return self._rows


class SparseSource(Source):
    """A CSR matrix; where its rows begin is kept in memory, their entries are read."""

    def __init__(self, block: scipy.sparse.csr_array) -> None:
        self.starts = np.concatenate([part.astype(np.int64) for part in pieces(block.indptr)])
        ones = all((part == 1).all() for part in pieces(block.data))
        self.indices, self.values = RowReader(block.indices), None if ones else RowReader(block.data)
        self.columns, self.longest = block.shape[1], int(np.diff(self.starts).max(initial=0))
        self.mean = int(self.starts[-1]) / max(1, block.shape[0])
        self.row_bytes = int(self.mean * (4 if ones else 8)) + 4
        self.room = 0  # entries that fit a buffer: as many in all of them, so that they have one shape

    def buffer(self, fixed: Int[np.ndarray, " fixed"], rows: int) -> "SparseBuffer":
        """See `Source`."""
        return SparseBuffer(self, fixed, rows)


class SparseBuffer(Buffer):
    """Entries lie one after another; what is not used of the buffer belongs to no row."""

    def __init__(self, block: SparseSource, fixed: Int[np.ndarray, " fixed"], rows: int) -> None:
        self._block, self._fixed, self._rows = block, fixed, rows
        block.room = max(block.room, int(SLACK * block.mean * (len(fixed) + rows)) + block.longest)
        self._make_room()

    def fill(self, numbers: Int[np.ndarray, " rows"]) -> Csr:
        """See `Buffer`."""
        block, every = self._block, np.concatenate([self._fixed, numbers])
        sizes = block.starts[every + 1] - block.starts[every]
        total = int(sizes.sum())
        if total > block.room:
            block.room = int(SLACK * total)
        if len(self._indices) < block.room:
            self._make_room()
        self._indptr[0], self._indptr[len(every) + 1 :] = 0, total
        np.cumsum(sizes, out=self._indptr[1 : len(every) + 1])
        gather_entries(block.indices, block.starts, every, self._indices[:total])
        if block.values is not None and self._values is not None:
            gather_entries(block.values, block.starts, every, self._values[:total])
        return self.shape()

    def shape(self) -> Csr:
        """See `Buffer`."""
        return Csr(
            indptr=self._indptr,  # type: ignore[arg-type]
            indices=self._indices,  # type: ignore[arg-type]
            values=self._values,  # type: ignore[arg-type]
            columns=self._block.columns,
            longest=self._block.longest,
        )

    def _make_room(self) -> None:
        self._indptr = _aligned((len(self._fixed) + self._rows + 2,), np.dtype(np.int32))
        self._indices = _aligned((self._block.room,), np.dtype(np.int32))
        self._values = None if self._block.values is None else _aligned((self._block.room,), np.dtype(np.float32))


def _aligned(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    size = int(np.prod(shape)) * dtype.itemsize
    room = np.zeros(size + ALIGNMENT, np.uint8)
    first = -room.ctypes.data % ALIGNMENT
    return room[first : first + size].view(dtype).reshape(shape)
