"""Tiles swept over a row: of a convolution's output, and of the numbers of its kernel."""

from collections.abc import Callable

from wellfit.engine.lowering.direct.tiles import LANES, TALL, pixel_tile, weight_tile
from wellfit.engine.sparse.machine import native


def _row(lanes: int, vectors: int) -> Callable[..., None]:
    """A row of output pixels, lanes * vectors channels of it; the last tile laps over the one before."""
    tall, half = pixel_tile(TALL, lanes, vectors), pixel_tile(TALL // 2, lanes, vectors)
    single = pixel_tile(1, lanes, vectors)

    @native
    def run(
        x: int,
        pixel: int,
        rows: int,
        row: int,
        taps: int,
        tap: int,
        length: int,
        k: int,
        pitch: int,
        y: int,
        width: int,
    ) -> None:
        done = 0
        while done < width:
            if width >= TALL:
                at = min(done, width - TALL)
                tall(x + at * pixel, pixel, rows, row, taps, tap, length, k, pitch, y + at * pitch, pitch)
                done = at + TALL
            elif width >= TALL // 2:
                at = min(done, width - TALL // 2)
                half(x + at * pixel, pixel, rows, row, taps, tap, length, k, pitch, y + at * pitch, pitch)
                done = at + TALL // 2
            else:
                single(x + done * pixel, pixel, rows, row, taps, tap, length, k, pitch, y + done * pitch, pitch)
                done += 1

    return run


row_wide, row_plain, row_narrow = _row(LANES, 2), _row(LANES, 1), _row(4, 1)


@native
def sweep_row(
    x: int,
    pixel: int,
    rows: int,
    row: int,
    taps: int,
    tap: int,
    length: int,
    k: int,
    y: int,
    width: int,
    units: int,
) -> None:
    """A row of `width` output pixels with all their channels; `units`, a multiple of 4, of them.

    Arguments are addresses, counts, and distances in bytes, as those of `pixel_tile`.
    """
    unit, pitch = 0, 4 * units
    while unit < units:
        left, kk, yy = units - unit, k + 4 * unit, y + 4 * unit
        if left >= 2 * LANES:
            row_wide(x, pixel, rows, row, taps, tap, length, kk, pitch, yy, width)
            unit += 2 * LANES
        elif left >= LANES:
            row_plain(x, pixel, rows, row, taps, tap, length, kk, pitch, yy, width)
            unit += LANES
        else:
            row_narrow(x, pixel, rows, row, taps, tap, length, kk, pitch, yy, width)
            unit += 4


def _numbers(lanes: int, vectors: int) -> Callable[..., None]:
    """What a row adds to the gradient of `length` numbers of a kernel, lanes * vectors channels of it.

    The last tile laps over the one before, and adds only what is new. Three quarters of a tile are for the
    3 × 3 numbers of a row of taps over three colours.
    """
    a, b, c, d = TALL, TALL * 3 // 4, TALL // 2, TALL // 4
    first, second, third, fourth = (weight_tile(size, lanes, vectors) for size in (a, b, c, d))
    single = weight_tile(1, lanes, vectors)

    @native
    def run(x: int, pixel: int, width: int, slope: int, pitch: int, out: int, length: int) -> None:
        done = 0
        while done < length:
            left = length - done
            if length >= a and left > b:
                at = min(done, length - a)
                first(x + 4 * at, pixel, width, slope, pitch, out + at * pitch, pitch, done - at)
                done = at + a
            elif length >= b and left > c:
                at = min(done, length - b)
                second(x + 4 * at, pixel, width, slope, pitch, out + at * pitch, pitch, done - at)
                done = at + b
            elif length >= c and left > d:
                at = min(done, length - c)
                third(x + 4 * at, pixel, width, slope, pitch, out + at * pitch, pitch, done - at)
                done = at + c
            elif length >= d:
                at = min(done, length - d)
                fourth(x + 4 * at, pixel, width, slope, pitch, out + at * pitch, pitch, done - at)
                done = at + d
            else:
                single(x + 4 * done, pixel, width, slope, pitch, out + done * pitch, pitch, 0)
                done += 1

    return run


numbers_wide, numbers_plain, numbers_narrow = _numbers(LANES, 2), _numbers(LANES, 1), _numbers(4, 1)


@native
def sweep_numbers(x: int, pixel: int, width: int, slope: int, out: int, length: int, units: int) -> None:
    """What a row of `width` output pixels adds to `length` neighbouring numbers of the kernel's gradient."""
    unit, pitch = 0, 4 * units
    while unit < units:
        left, b, o = units - unit, slope + 4 * unit, out + 4 * unit
        if left >= 2 * LANES:
            numbers_wide(x, pixel, width, b, pitch, o, length)
            unit += 2 * LANES
        elif left >= LANES:
            numbers_plain(x, pixel, width, b, pitch, o, length)
            unit += LANES
        else:
            numbers_narrow(x, pixel, width, b, pitch, o, length)
            unit += 4
