"""The foreign call behind the gradient of a convolution's kernel, compiled by Numba to XLA's calling convention.

Importing this compiles it, or loads it from Numba's cache beside this file. Arrays are float32, channels last;
the number of output channels is a multiple of 4.
"""

from typing import Any

from wellfit.engine.lowering.direct.sources import SOURCES
from wellfit.engine.lowering.direct.sweeps import sweep_numbers
from wellfit.engine.sparse import frame as ffi
from wellfit.engine.sparse import pool
from wellfit.engine.sparse.machine import handler, inlined, load_half, store

# The fewest multiplications that threads share.
SHARED = 400_000


@inlined
def weigh_part(frame: int, chunk: int) -> None:
    """One part of a job's gradient: the sum over some rows of the output."""
    x, slope, out = ffi.argument(frame, 1), ffi.argument(frame, 2), ffi.result(frame, 0)
    lead = ffi.rank(out) - 5
    parts = ffi.size(out, lead)
    job, part = chunk // parts, chunk % parts
    window = ffi.place(ffi.argument(frame, 0), out, lead, job)
    down, right, apart, aside = load_half(window), load_half(window + 4), load_half(window + 8), load_half(window + 12)
    pixel, taps, units = 4 * ffi.size(x, lead + 3), ffi.size(out, lead + 2), ffi.size(out, lead + 4)
    line, height, width = ffi.size(x, lead + 2) * pixel, ffi.size(slope, lead + 1), ffi.size(slope, lead + 2)
    tap, length = aside * pixel, pixel // 4
    if aside == 1:
        taps, length = 1, length * taps
    step, tall = 4 * units, ffi.size(out, lead + 1)
    from_x, from_slope = ffi.place(x, out, lead, job), ffi.place(slope, out, lead, job)
    to = ffi.place(out, out, lead, job) + part * tall * taps * length * step
    for word in range(tall * taps * length * step // 8):
        store(to + 8 * word, 0)
    rows = ffi.size(slope, lead) * height
    for r in range(rows * part // parts, rows * (part + 1) // parts):
        b = from_slope + r * width * step
        for i in range(tall):
            a = from_x + ((r // height) * ffi.size(x, lead + 1) + (r % height) * down + i * apart) * line
            for t in range(taps):
                sweep_numbers(a + t * tap, right * pixel, width, b, to + (i * taps + t) * length * step, length, units)


_weigh_parts = pool.task(weigh_part)


@inlined
def handle_weigh(frame: int) -> int:
    """(window, x, slope) -> parts: the gradient of a convolution's kernel, in parts [parts, kernel] to be summed.

    How the rows are split into parts does not depend on the number of threads, so neither does the sum.
    """
    slope, out = ffi.argument(frame, 2), ffi.result(frame, 0)
    lead = ffi.rank(out) - 5
    parts = ffi.jobs(out, lead + 1)
    work = ffi.jobs(out, lead + 5) // ffi.size(out, lead)
    work *= ffi.size(slope, lead) * ffi.size(slope, lead + 1) * ffi.size(slope, lead + 2)
    pool.run(frame, parts, _weigh_parts(), work >= SHARED)
    return 0


def _handler(sources: int) -> Any:
    """The handler, in Numba's cache under a key that has `sources` in it: it looks at the changes of one file only."""

    @handler
    def weigh_handler(frame: int) -> int:
        return handle_weigh(frame) if sources else 0

    return weigh_handler


weigh = _handler(SOURCES)
