"""The foreign call that changes pictures, compiled by Numba to XLA's calling convention.

Importing this compiles it, or loads it from Numba's cache beside this file. It does what `pixels` does, in one pass.
"""

from pathlib import Path
from typing import Any

import numpy as np

from wellfit.engine.sparse import frame as ffi
from wellfit.engine.sparse import pool
from wellfit.engine.sparse.machine import handler, inlined, load_real, native, store_real
from wellfit.engine.sparse.sources import fingerprint

# Pieces that a job (one member's batch) is cut into, and the fewest pixels that threads share: some 60 microseconds.
PIECES = 32
SHARED = 6_000
# Where the numbers of `Changes` are, in bytes from the picture's first.
TURN, OWN, GREY, OFFSET = 8, 24, 28, 32
ONE, HALF, TWO, ZERO, WHITE = map(np.float32, (1.0, 0.5, 2.0, 0.0, 255.0))
RED, GREEN, BLUE = map(np.float32, (0.299, 0.587, 0.114))


@native
def mirrored(place: np.float32, size: np.float32) -> np.float32:
    """The same place within the picture, which is mirrored at the outer edges of its first and last pixels."""
    edge = abs(place + HALF)
    if edge >= size:
        edge = edge - TWO * size * np.float32(int(edge / (TWO * size)))
        edge = min(edge, TWO * size - edge)
    return edge - HALF


@native
def between(above: int, below: int, left: int, right: int, lower: np.float32, later: np.float32) -> np.float32:
    """The number between four, given the addresses of two rows and of columns in them, in bytes."""
    first = (ONE - later) * load_real(above + left) + later * load_real(above + right)
    second = (ONE - later) * load_real(below + left) + later * load_real(below + right)
    return (ONE - lower) * first + lower * second


@native
def within(value: np.float32) -> np.float32:
    """The nearest number that a pixel can have."""
    return min(max(value, ZERO), WHITE)


@native
def row_of_three(image: int, height: int, width: int, numbers: int, row: int, out: int) -> None:
    """A row of a picture in three colours."""
    i, tall, wide = np.float32(row), np.float32(height), np.float32(width)
    y = load_real(numbers) + load_real(numbers + TURN) * i
    x = load_real(numbers + 4) + load_real(numbers + TURN + 8) * i
    dy, dx = load_real(numbers + TURN + 4), load_real(numbers + TURN + 12)
    own, share, o = load_real(numbers + OWN), load_real(numbers + GREY), numbers + OFFSET
    first_offset, second_offset, third_offset = load_real(o), load_real(o + 4), load_real(o + 8)
    for column in range(width):
        j = np.float32(column)
        yy, xx = mirrored(y + dy * j, tall), mirrored(x + dx * j, wide)
        top, first = int(yy + ONE) - 1, int(xx + ONE) - 1
        lower, later = yy - np.float32(top), xx - np.float32(first)
        above, below = image + 12 * width * max(top, 0), image + 12 * width * min(top + 1, height - 1)
        left, right = 12 * max(first, 0), 12 * min(first + 1, width - 1)
        red = between(above, below, left, right, lower, later)
        green = between(above, below, left + 4, right + 4, lower, later)
        blue = between(above, below, left + 8, right + 8, lower, later)
        grey = share * (RED * red + GREEN * green + BLUE * blue)
        store_real(out, within(own * red + (grey + first_offset)))
        store_real(out + 4, within(own * green + (grey + second_offset)))
        store_real(out + 8, within(own * blue + (grey + third_offset)))
        out += 12


@native
def row_of_many(image: int, height: int, width: int, channels: int, numbers: int, row: int, out: int) -> None:
    """A row of a picture with any number of channels."""
    i, tall, wide, step = np.float32(row), np.float32(height), np.float32(width), 4 * channels
    y = load_real(numbers) + load_real(numbers + TURN) * i
    x = load_real(numbers + 4) + load_real(numbers + TURN + 8) * i
    dy, dx = load_real(numbers + TURN + 4), load_real(numbers + TURN + 12)
    for column in range(width):
        j = np.float32(column)
        yy, xx = mirrored(y + dy * j, tall), mirrored(x + dx * j, wide)
        top, first = int(yy + ONE) - 1, int(xx + ONE) - 1
        lower, later = yy - np.float32(top), xx - np.float32(first)
        above, below = image + step * width * max(top, 0), image + step * width * min(top + 1, height - 1)
        left, right, grey = step * max(first, 0), step * min(first + 1, width - 1), ZERO
        for channel in range(channels):
            pixel = between(above, below, left + 4 * channel, right + 4 * channel, lower, later)
            store_real(out + 4 * channel, pixel)
            grey += pixel
        grey *= load_real(numbers + GREY) / np.float32(channels)
        for channel in range(channels):
            added = grey + load_real(numbers + OFFSET + 4 * channel)
            store_real(out + 4 * channel, within(load_real(numbers + OWN) * load_real(out + 4 * channel) + added))
        out += step


@native
def erase(width: int, channels: int, numbers: int, row: int, out: int) -> None:
    """The part of a row that lies in the rectangle, in the colour that it is filled with."""
    erased = numbers + OFFSET + 4 * channels
    if not load_real(erased) <= np.float32(row) < load_real(erased + 8):
        return
    for column in range(int(load_real(erased + 4)), int(load_real(erased + 12))):
        for channel in range(channels):
            place = out + 4 * (column * channels + channel)
            store_real(place, load_real(erased + 16 + 4 * channel))


@inlined
def change_piece(frame: int, chunk: int) -> None:
    """Some rows of a job's pictures."""
    x, n, z = ffi.argument(frame, 0), ffi.argument(frame, 1), ffi.result(frame, 0)
    lead, job, piece = ffi.rank(z) - 4, chunk // PIECES, chunk % PIECES
    height, width, channels = ffi.size(z, lead + 1), ffi.size(z, lead + 2), ffi.size(z, lead + 3)
    images, changes, results = ffi.place(x, z, lead, job), ffi.place(n, z, lead, job), ffi.place(z, z, lead, job)
    line, each, rows = 4 * width * channels, 4 * ffi.size(n, lead + 1), ffi.size(z, lead) * height
    for r in range(rows * piece // PIECES, rows * (piece + 1) // PIECES):
        picture, row = r // height, r % height
        image, numbers, out = images + picture * height * line, changes + picture * each, results + r * line
        if channels == 3:
            row_of_three(image, height, width, numbers, row, out)
        else:
            row_of_many(image, height, width, channels, numbers, row, out)
        erase(width, channels, numbers, row, out)


_change_pieces = pool.task(change_piece)


@inlined
def handle_change(frame: int) -> int:
    """(images [batch, height, width, channels], numbers [batch, …]) -> images."""
    out = ffi.result(frame, 0)
    lead = ffi.rank(out) - 4
    pool.run(frame, ffi.jobs(out, lead) * PIECES, _change_pieces(), ffi.jobs(out, lead + 3) >= SHARED)
    return 0


def _handler(sources: int) -> Any:
    """The handler, in Numba's cache under a key that has `sources` in it: it looks at the changes of one file only."""

    @handler
    def change_handler(frame: int) -> int:
        return handle_change(frame) if sources else 0

    return change_handler


change = _handler(fingerprint([Path(__file__)]))
