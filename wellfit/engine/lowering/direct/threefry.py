"""The foreign call behind random bits, compiled by Numba to XLA's calling convention.

Importing this compiles it, or loads it from Numba's cache beside this file. The numbers are those of JAX, bit for bit.
"""

from typing import Any

from llvmlite import ir
from numba import types

from wellfit.engine.lowering.direct.sources import SOURCES
from wellfit.engine.sparse import frame as ffi
from wellfit.engine.sparse import pool
from wellfit.engine.sparse.machine import (
    HALF,
    WORD,
    handler,
    inlined,
    intrinsic,
    load_half,
    store_half,
)

# Pieces that a job (one member's numbers) is cut into, and the fewest numbers that threads share: some 60 microseconds.
PIECES = 8
SHARED = 60_000
# Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3": threefry 2 × 32 with 20 rounds.
ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
PARITY = 0x1BD11BDA


@intrinsic
def random_word(typing: Any, first: Any, second: Any, number: Any) -> Any:
    """The word that a key of two halves gives for a number: both halves of threefry's block, one xor the other.

    Written out as instructions, so that LLVM makes vectors of the loop around it.
    """

    def code(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        k0, k1, low = (builder.trunc(argument, HALF) for argument in arguments)
        high = builder.trunc(builder.lshr(arguments[2], WORD(32)), HALF)
        keys = (k0, k1, builder.xor(builder.xor(k0, k1), HALF(PARITY)))
        x, y = builder.add(high, k0), builder.add(low, k1)
        for group in range(5):
            for rotation in ROTATIONS[group % 2]:
                x = builder.add(x, y)
                turned = builder.or_(builder.shl(y, HALF(rotation)), builder.lshr(y, HALF(32 - rotation)))
                y = builder.xor(turned, x)
            x = builder.add(x, keys[(group + 1) % 3])
            y = builder.add(builder.add(y, keys[(group + 2) % 3]), HALF(group + 1))
        return builder.zext(builder.xor(x, y), WORD)

    return types.int64(types.int64, types.int64, types.int64), code


@inlined
def fill_piece(frame: int, chunk: int) -> None:
    """Some of a job's numbers."""
    key, out = ffi.argument(frame, 0), ffi.result(frame, 0)
    lead, job, piece = ffi.rank(out) - 1, chunk // PIECES, chunk % PIECES
    words, to = ffi.place(key, out, lead, job), ffi.place(out, out, lead, job)
    first, second, count = load_half(words), load_half(words + 4), ffi.size(out, lead)
    for number in range(count * piece // PIECES, count * (piece + 1) // PIECES):
        store_half(to + 4 * number, random_word(first, second, number))


_fill_pieces = pool.task(fill_piece)


@inlined
def handle_bits(frame: int) -> int:
    """(key [2]) -> bits [numbers], both of 32 bits."""
    out = ffi.result(frame, 0)
    lead = ffi.rank(out) - 1
    pool.run(frame, ffi.jobs(out, lead) * PIECES, _fill_pieces(), ffi.jobs(out, lead + 1) >= SHARED)
    return 0


def _handler(sources: int) -> Any:
    """The handler, in Numba's cache under a key that has `sources` in it: it looks at the changes of one file only."""

    @handler
    def bits_handler(frame: int) -> int:
        return handle_bits(frame) if sources else 0

    return bits_handler


bits = _handler(SOURCES)
