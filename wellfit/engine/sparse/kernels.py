"""The two foreign calls behind a sparse product, compiled by Numba to XLA's calling convention.

Importing this compiles them, or loads them from Numba's cache beside this file.
"""

from typing import Any

from wellfit.engine.sparse import frame as ffi
from wellfit.engine.sparse import pool
from wellfit.engine.sparse.gather import sum_rows
from wellfit.engine.sparse.machine import handler, inlined, load, load_half, native, store_half
from wellfit.engine.sparse.sources import fingerprint

# Chunks that a job (one member's product) is cut into.
PIECES = 8
# Waking a thread takes 15 microseconds: work of less than about 60 is done by the thread that is called.
SHARED_ADDITIONS = 2_000_000
SHARED_ENTRIES = 30_000


@native
def entries(frame: int, rows: int, ordered: int) -> int:
    """How many entries the lists of a call have, going by its first job; there is at least one list."""
    starts, stops, total = load(ffi.argument(frame, 0) + ffi.DATA), load(ffi.argument(frame, 1) + ffi.DATA), 0
    if ordered:
        return load_half(stops + 4 * (rows - 1)) - load_half(starts)
    for row in range(rows):
        total += load_half(stops + 4 * row) - load_half(starts + 4 * row)
    return total


@native
def cut(starts: int, rows: int, ordered: int, piece: int) -> int:
    """The row with which a piece begins: pieces of equal cost, where an entry costs as much as a row does by itself.

    Lists that are not in order, where a search would not do, are cut into equal numbers of them.
    """
    if piece == PIECES or ordered == 0:
        return rows * piece // PIECES
    first = load_half(starts)
    share = (load_half(starts + 4 * (rows - 1)) - first + rows) * piece // PIECES
    low, high = 0, rows - 1
    while low < high:
        middle = (low + high) // 2
        if load_half(starts + 4 * middle) - first + middle < share:
            low = middle + 1
        else:
            high = middle
    return low


@inlined
def sum_chunk(frame: int, chunk: int) -> None:
    """One chunk of a segment sum."""
    out, job, piece = ffi.result(frame, 0), chunk // PIECES, chunk % PIECES
    lead, ordered = ffi.rank(out) - 2, ffi.attribute(frame)
    rows, units = ffi.size(out, lead), ffi.size(out, lead + 1)
    starts = ffi.place(ffi.argument(frame, 0), out, lead, job)
    sum_rows(
        starts,
        ffi.place(ffi.argument(frame, 1), out, lead, job),
        ffi.place(ffi.argument(frame, 2), out, lead, job),
        ffi.place(ffi.argument(frame, 4), out, lead, job) if ffi.count(frame) > 4 else 0,
        ffi.place(ffi.argument(frame, 3), out, lead, job),
        ffi.place(out, out, lead, job),
        units,
        cut(starts, rows, ordered, piece),
        cut(starts, rows, ordered, piece + 1),
    )


_sum_chunks = pool.task(sum_chunk)


@inlined
def handle_sum(frame: int) -> int:
    """(starts, stops, numbers, table[, weights]) -> out: out[row] = sum over starts[row] <= k < stops[row] of
    weights[k] * table[numbers[k]]; without weights they are 1.
    """
    out = ffi.result(frame, 0)
    lead = ffi.rank(out) - 2
    jobs, rows, units = ffi.jobs(out, lead), ffi.size(out, lead), ffi.size(out, lead + 1)
    if jobs * rows * units > 0:
        additions = jobs * entries(frame, rows, ffi.attribute(frame)) * max(units, 16)
        pool.run(frame, jobs * PIECES, _sum_chunks(), additions >= SHARED_ADDITIONS)
    return 0


@inlined
def transpose(
    starts: int,
    stops: int,
    index: int,
    weights: int,
    heads: int,
    tails: int,
    rows: int,
    carried: int,
    batch: int,
    columns: int,
) -> None:
    """The batch by columns: a counting sort, rows of a column in the order of the batch."""
    for column in range(columns):
        store_half(tails + 4 * column, 0)
    for row in range(batch):
        for k in range(load_half(starts + 4 * row), load_half(stops + 4 * row)):
            place = tails + 4 * load_half(index + 4 * k)
            store_half(place, load_half(place) + 1)
    position = 0
    for column in range(columns):
        entries = load_half(tails + 4 * column)
        store_half(heads + 4 * column, position)
        store_half(tails + 4 * column, position)
        position += entries
    for row in range(batch):
        for k in range(load_half(starts + 4 * row), load_half(stops + 4 * row)):
            place = tails + 4 * load_half(index + 4 * k)
            position = load_half(place)
            store_half(place, position + 1)
            store_half(rows + 4 * position, row)
            if weights != 0:
                store_half(carried + 4 * position, load_half(weights + 4 * k))


@inlined
def transpose_job(frame: int, job: int) -> None:
    """One batch of those that a call transposes."""
    heads, weighted = ffi.result(frame, 0), ffi.count(frame) > 3
    lead = ffi.rank(heads) - 1
    transpose(
        ffi.place(ffi.argument(frame, 0), heads, lead, job),
        ffi.place(ffi.argument(frame, 1), heads, lead, job),
        ffi.place(ffi.argument(frame, 2), heads, lead, job),
        ffi.place(ffi.argument(frame, 3), heads, lead, job) if weighted else 0,
        ffi.place(heads, heads, lead, job),
        ffi.place(ffi.result(frame, 1), heads, lead, job),
        ffi.place(ffi.result(frame, 2), heads, lead, job),
        ffi.place(ffi.result(frame, 3), heads, lead, job) if weighted else 0,
        ffi.size(ffi.argument(frame, 0), lead),
        ffi.size(heads, lead),
    )


_transpose_jobs = pool.task(transpose_job)


@inlined
def handle_transpose(frame: int) -> int:
    """(starts, stops, numbers[, weights]) -> (starts, stops, numbers[, weights]) of the columns: rows of the batch."""
    heads = ffi.result(frame, 0)
    lead = ffi.rank(heads) - 1
    jobs, rows = ffi.jobs(heads, lead), ffi.size(ffi.argument(frame, 0), lead)
    if jobs > 0:
        pool.run(frame, jobs, _transpose_jobs(), jobs > 1 and jobs * entries(frame, rows, 0) >= SHARED_ENTRIES)
    return 0


def _handlers(sources: int) -> tuple[Any, Any]:
    """The handlers, in Numba's cache under a key that has `sources` in it: it looks at the changes of one file only."""

    @handler
    def sum_handler(frame: int) -> int:
        return handle_sum(frame) if sources else 0

    @handler
    def transpose_handler(frame: int) -> int:
        return handle_transpose(frame) if sources else 0

    return sum_handler, transpose_handler


segment_sum, batch_transpose = _handlers(fingerprint())
