"""The two foreign calls behind a sparse product, compiled by Numba to XLA's calling convention.

Importing this compiles them, or loads them from Numba's cache beside this file.
"""

from collections.abc import Callable

from wellfit.engine.sparse import frame as ffi
from wellfit.engine.sparse import pool
from wellfit.engine.sparse.gather import row_sum
from wellfit.engine.sparse.machine import address_of, handler, load, load_half, native, store, store_half

# Chunks that a job (one member's product) is cut into, and the fewest numbers of output that threads share.
PIECES = 8
SHARED = 4096


def _pass(lanes: int, vectors: int, chains: int) -> Callable[..., None]:
    """Sums of lanes * vectors units of all rows from `first` to `stop`."""
    plain, weighted = row_sum(lanes, vectors, chains, False), row_sum(lanes, vectors, chains, True)

    @native
    def run(
        starts: int, stops: int, index: int, weights: int, table: int, out: int, pitch: int, first: int, stop: int
    ) -> None:
        for row in range(first, stop):
            begin, end = load_half(starts + 4 * row), load_half(stops + 4 * row)
            if weights == 0:
                plain(index, weights, begin, end, table, pitch, out + pitch * row)
            else:
                weighted(index, weights, begin, end, table, pitch, out + pitch * row)

    return run


pass_256, pass_64, pass_16 = _pass(16, 16, 1), _pass(16, 4, 1), _pass(16, 1, 4)
pass_8, pass_4, pass_2, pass_1 = _pass(8, 1, 4), _pass(4, 1, 4), _pass(2, 1, 4), _pass(1, 1, 4)


@native
def sum_rows(
    starts: int, stops: int, index: int, weights: int, table: int, out: int, units: int, first: int, stop: int
) -> None:
    """Rows `first` to `stop` of one job, as many units at a time as registers hold."""
    unit, pitch = 0, 4 * units
    while unit < units:
        left, t, o = units - unit, table + 4 * unit, out + 4 * unit
        if left >= 256:
            pass_256(starts, stops, index, weights, t, o, pitch, first, stop)
            unit += 256
        elif left >= 64:
            pass_64(starts, stops, index, weights, t, o, pitch, first, stop)
            unit += 64
        elif left >= 16:
            pass_16(starts, stops, index, weights, t, o, pitch, first, stop)
            unit += 16
        elif left >= 8:
            pass_8(starts, stops, index, weights, t, o, pitch, first, stop)
            unit += 8
        elif left >= 4:
            pass_4(starts, stops, index, weights, t, o, pitch, first, stop)
            unit += 4
        elif left >= 2:
            pass_2(starts, stops, index, weights, t, o, pitch, first, stop)
            unit += 2
        else:
            pass_1(starts, stops, index, weights, t, o, pitch, first, stop)
            unit += 1


@native
def sum_chunk(starts: int, stops: int, index: int, table: int, weights: int, out: int, chunk: int) -> None:
    """One chunk of a segment sum, from the buffers of its call."""
    job, piece = chunk // PIECES, chunk % PIECES
    rows, units = ffi.size(out, ffi.rank(out) - 2), ffi.last(out)
    sum_rows(
        ffi.place(starts, 1, out, 2, job),
        ffi.place(stops, 1, out, 2, job),
        ffi.place(index, 1, out, 2, job),
        ffi.place(weights, 1, out, 2, job) if weights != 0 else 0,
        ffi.place(table, 2, out, 2, job),
        ffi.place(out, 2, out, 2, job),
        units,
        rows * piece // PIECES,
        rows * (piece + 1) // PIECES,
    )


@native
def sum_chunks(state: int) -> None:
    """Take chunks of a segment sum until there is none."""
    own = state + pool.OWN
    chunk = pool.take(state)
    while chunk >= 0:
        sum_chunk(load(own), load(own + 8), load(own + 16), load(own + 24), load(own + 32), load(own + 40), chunk)
        pool.done(state)
        chunk = pool.take(state)


@native
def help_sum(state: int) -> None:
    """What another thread does for a segment sum."""
    sum_chunks(state)
    pool.leave(state)


_help_sum = address_of(help_sum)


@handler
def segment_sum(frame: int) -> int:
    """(starts, stops, index, table[, weights]) -> out: out[row] = sum over starts[row] <= k < stops[row] of
    weights[k] * table[index[k]]; without weights they are 1.
    """
    if ffi.is_question(frame):
        ffi.answer(frame)
        return 0
    out = ffi.result(frame, 0)
    jobs = ffi.jobs(out, 2)
    state = pool.begin(jobs * PIECES)
    own = state + pool.OWN
    for number in range(4):
        store(own + 8 * number, ffi.argument(frame, number))
    store(own + 32, ffi.argument(frame, 4) if ffi.count(frame) > 4 else 0)
    store(own + 40, out)
    if jobs * ffi.size(out, ffi.rank(out) - 2) * ffi.last(out) >= SHARED:
        pool.invite(frame, state, _help_sum())
    sum_chunks(state)
    pool.wait(state)
    pool.leave(state)
    return 0


@native
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


@handler
def batch_transpose(frame: int) -> int:
    """(starts, stops, index[, weights]) -> (starts, stops, index[, weights]) of the columns, `index` in the batch."""
    if ffi.is_question(frame):
        ffi.answer(frame)
        return 0
    heads, weighted = ffi.result(frame, 0), ffi.count(frame) > 3
    for job in range(ffi.jobs(heads, 1)):
        transpose(
            ffi.place(ffi.argument(frame, 0), 1, heads, 1, job),
            ffi.place(ffi.argument(frame, 1), 1, heads, 1, job),
            ffi.place(ffi.argument(frame, 2), 1, heads, 1, job),
            ffi.place(ffi.argument(frame, 3), 1, heads, 1, job) if weighted else 0,
            ffi.place(heads, 1, heads, 1, job),
            ffi.place(ffi.result(frame, 1), 1, heads, 1, job),
            ffi.place(ffi.result(frame, 2), 1, heads, 1, job),
            ffi.place(ffi.result(frame, 3), 1, heads, 1, job) if weighted else 0,
            ffi.last(ffi.argument(frame, 0)),
            ffi.last(heads),
        )
    return 0
