"""The foreign call behind a direct convolution, compiled by Numba to XLA's calling convention.

Importing this compiles it, or loads it from Numba's cache beside this file. Arrays are float32, channels last;
the number of output channels is a multiple of 4.
"""

from typing import Any

from wellfit.engine.lowering.direct.sources import SOURCES
from wellfit.engine.lowering.direct.sweeps import sweep_row
from wellfit.engine.sparse import frame as ffi
from wellfit.engine.sparse import pool
from wellfit.engine.sparse.machine import handler, inlined, load_half

# Pieces that a job (one member's convolution) is cut into, and the fewest multiplications that threads share.
PIECES = 32
SHARED = 400_000


@inlined
def correlate_piece(frame: int, chunk: int) -> None:
    """Some rows of a job's output."""
    x, k, y = ffi.argument(frame, 1), ffi.argument(frame, 2), ffi.result(frame, 0)
    lead, job, piece = ffi.rank(y) - 4, chunk // PIECES, chunk % PIECES
    window = ffi.place(ffi.argument(frame, 0), y, lead, job)
    down, right, apart, aside = load_half(window), load_half(window + 4), load_half(window + 8), load_half(window + 12)
    pixel, taps = 4 * ffi.size(x, lead + 3), ffi.size(k, lead + 1)
    line, height, width = ffi.size(x, lead + 2) * pixel, ffi.size(y, lead + 1), ffi.size(y, lead + 2)
    tap, length = aside * pixel, pixel // 4
    if aside == 1:  # the taps of a row lie one behind the other
        taps, length = 1, length * taps
    from_x, from_k, to_y = ffi.place(x, y, lead, job), ffi.place(k, y, lead, job), ffi.place(y, y, lead, job)
    rows, units = ffi.size(y, lead) * height, ffi.size(y, lead + 3)
    for r in range(rows * piece // PIECES, rows * (piece + 1) // PIECES):
        a = from_x + ((r // height) * ffi.size(x, lead + 1) + (r % height) * down) * line
        b = to_y + r * width * 4 * units
        sweep_row(a, right * pixel, ffi.size(k, lead), apart * line, taps, tap, length, from_k, b, width, units)


_correlate_pieces = pool.task(correlate_piece)


@inlined
def handle_correlate(frame: int) -> int:
    """(window, x, kernel) -> y: a convolution as networks mean it, without padding.

    The window's numbers: strides down and to the right, dilations down and to the right.
    """
    k, y = ffi.argument(frame, 2), ffi.result(frame, 0)
    lead = ffi.rank(y) - 4
    jobs = ffi.jobs(y, lead)
    work = ffi.jobs(y, lead + 4) * ffi.size(k, lead) * ffi.size(k, lead + 1) * ffi.size(k, lead + 2)
    pool.run(frame, jobs * PIECES, _correlate_pieces(), work >= SHARED)
    return 0


def _handler(sources: int) -> Any:
    """The handler, in Numba's cache under a key that has `sources` in it: it looks at the changes of one file only."""

    @handler
    def correlate_handler(frame: int) -> int:
        return handle_correlate(frame) if sources else 0

    return correlate_handler


correlate = _handler(SOURCES)
