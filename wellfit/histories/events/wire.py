"""Protocol buffers on the wire: the fields of one message as numbers and bytes."""

import struct
from collections.abc import Iterator

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5

Value = int | bytes


def fields(message: bytes) -> Iterator[tuple[int, int, Value]]:
    """Number, wire type and value of each field, in the order written; fixed-width values as their bytes.

    Raises ValueError where the bytes are no message.

    >>> list(fields(bytes([0x08, 0x96, 0x01, 0x12, 0x02, 0x68, 0x69])))
    [(1, 0, 150), (2, 2, b'hi')]
    """
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == VARINT:
            number, at = _varint(message, at)
            yield key >> 3, kind, number
            continue
        if kind == BYTES:
            size, at = _varint(message, at)
        elif kind in (FIXED64, FIXED32):
            size = 8 if kind == FIXED64 else 4
        else:
            raise ValueError(f"wire type {kind} does not exist")
        if at + size > len(message):
            raise ValueError("a field ends after its message")
        yield key >> 3, kind, message[at : at + size]
        at += size


def signed(number: int) -> int:
    """A varint as the int64 that it stands for.

    >>> signed(5), signed(2**64 - 1)
    (5, -1)
    """
    return number - (1 << 64) if number >= 1 << 63 else number


def floats(value: bytes, letter: str) -> tuple[float, ...]:
    """Packed little-endian numbers: `f`, `d` or `e` (half) for their width. Raises ValueError on odd lengths."""
    size = struct.calcsize(letter)
    if len(value) % size:
        raise ValueError("packed numbers have an odd length")
    return struct.unpack(f"<{len(value) // size}{letter}", value)


def _varint(message: bytes, at: int) -> tuple[int, int]:
    number = 0
    for place in range(10):
        if at >= len(message):
            raise ValueError("a number ends after its message")
        byte = message[at]
        number |= (byte & 0x7F) << (7 * place)
        at += 1
        if byte < 0x80:
            return number & ((1 << 64) - 1), at
    raise ValueError("a number is longer than ten bytes")
