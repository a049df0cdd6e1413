"""CRC-32C, the checksum of TFRecord files."""

import numpy as np

# Castagnoli's polynomial, bits reversed (RFC 3720, appendix B.4).
POLYNOMIAL = 0x82F63B78
# From so many bytes on, stretches of them go through the table side by side.
LONG = 1 << 14


def _table() -> list[int]:
    made = []
    for byte in range(256):
        for _ in range(8):
            byte = (byte >> 1) ^ (POLYNOMIAL if byte & 1 else 0)
        made.append(byte)
    return made


TABLE = _table()
_ARRAY = np.array(TABLE, dtype=np.uint32)


def crc32c(data: bytes) -> int:
    """The CRC-32C of some bytes.

    >>> hex(crc32c(b"123456789"))
    '0xe3069283'
    """
    state = 0xFFFFFFFF
    if len(data) >= LONG:
        whole = len(data) // 256 * 256
        state, data = _side_by_side(data[:whole], state), data[whole:]
    return _onwards(state, data) ^ 0xFFFFFFFF


def masked(crc: int) -> int:
    """The checksum as TFRecord stores it: rotated and shifted, since checksums of checksums are weak.

    >>> masked(0)
    2726488792
    """
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def _onwards(state: int, data: bytes) -> int:
    for byte in data:
        state = TABLE[(state ^ byte) & 0xFF] ^ (state >> 8)
    return state


def _side_by_side(data: bytes, state: int) -> int:
    """The state after bytes whose number is a multiple of 256: the checksum is linear over exclusive or.

    256 stretches start from zero at once; then the state passes over one stretch after another, which is a linear
    map: the state before, moved over as many zeros, exclusive or the stretch's own.
    """
    stretches = np.frombuffer(data, dtype=np.uint8).reshape(256, -1)
    own = _over(np.zeros(256, dtype=np.uint32), stretches)
    bits = _over(np.uint32(1) << np.arange(32, dtype=np.uint32), np.zeros((32, stretches.shape[1]), dtype=np.uint8))
    moved = [int(bit) for bit in bits]
    for stretch in own:
        passed = 0
        for place in range(32):
            if state >> place & 1:
                passed ^= moved[place]
        state = passed ^ int(stretch)
    return state


def _over(states: np.ndarray, stretches: np.ndarray) -> np.ndarray:
    for column in np.ascontiguousarray(stretches.T):
        states = _ARRAY[(states ^ column) & np.uint32(0xFF)] ^ (states >> np.uint32(8))
    return states
