"""Rows of an array in ascending stretches of a file, so that a disk is read nearly in sequence."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Int

from wellfit.data.mapped import RowReader

# Reading over a gap of so many bytes is cheaper than a read of its own; a stretch spans no more than SCRATCH.
GAP, SCRATCH = 65_536, 4_000_000


def stretches(numbers: Int[np.ndarray, " rows"], row_bytes: int) -> Iterator[tuple[int, int]]:
    """Places first to last (exclusive) whose ascending row numbers are read at once.

    >>> list(stretches(np.array([1, 2, 4, 900_000, 3]), row_bytes=8))
    [(0, 3), (3, 4), (4, 5)]
    """
    steps, span = np.diff(numbers), max(1, SCRATCH // max(1, row_bytes))
    apart = (steps < 1) | (steps > max(1, GAP // max(1, row_bytes))) | (np.diff(numbers // span) != 0)
    edges = np.concatenate([[0], np.flatnonzero(apart) + 1, [len(numbers)]])
    for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if last > first:
            yield first, last


def gather(reader: RowReader, numbers: Int[np.ndarray, " rows"], out: np.ndarray) -> None:
    """Fill `out` with the rows of these numbers."""
    row_bytes = out.itemsize * int(np.prod(out.shape[1:]))
    scratch = np.empty((0, *out.shape[1:]), out.dtype)
    for first, last in stretches(numbers, row_bytes):
        here = numbers[first:last]
        begin, count = int(here[0]), int(here[-1] - here[0]) + 1
        if count == last - first:
            reader.read(begin, out[first:last])
            continue
        if len(scratch) < count:  # made once or twice: fresh memory costs as much as reading into it
            scratch = np.empty((2 * count, *out.shape[1:]), out.dtype)
        reader.read(begin, scratch[:count])
        np.take(scratch, here - begin, axis=0, out=out[first:last], mode="clip")  # "raise" would copy once more


def gather_entries(
    reader: RowReader,
    starts: Int[np.ndarray, " edges"],
    numbers: Int[np.ndarray, " rows"],
    out: np.ndarray,
) -> None:
    """Fill `out` with the entries of these rows of a sparse matrix; those of row i are starts[i] to starts[i + 1]."""
    mean = out.itemsize * max(1, int(starts[-1]) // max(1, len(starts) - 1))
    done = 0
    for first, last in stretches(numbers, mean):
        here = numbers[first:last]
        begin, end = int(starts[here[0]]), int(starts[here[-1] + 1])
        sizes = starts[here + 1] - starts[here]
        total = int(sizes.sum())
        part = out[done : done + total]
        done += total
        if total == end - begin:
            reader.read(begin, part)
            continue
        scratch = np.empty(end - begin, out.dtype)
        reader.read(begin, scratch)
        places = np.repeat(starts[here] - begin - (np.cumsum(sizes) - sizes), sizes) + np.arange(total)
        np.take(scratch, places, out=part, mode="clip")
