import random

import pytest

from wellfit.histories.events.checksum import LONG, crc32c, masked


def slow(data):
    state = 0xFFFFFFFF
    for byte in data:
        state ^= byte
        for _ in range(8):
            state = (state >> 1) ^ (0x82F63B78 if state & 1 else 0)
    return state ^ 0xFFFFFFFF


# RFC 3720, appendix B.4
KNOWN = {
    bytes(32): 0x8A9136AA,
    b"\xff" * 32: 0x62A8AB43,
    bytes(range(32)): 0x46DD794E,
    bytes(reversed(range(32))): 0x113FDB5C,
    b"": 0,
}


@pytest.mark.parametrize("data", KNOWN)
def test_the_checksums_of_the_standard(data):
    assert crc32c(data) == KNOWN[data]


@pytest.mark.parametrize("size", [LONG - 1, LONG, LONG + 255, LONG + 256, 2 * LONG + 77])
def test_long_data_go_another_way_to_the_same_checksum(size):
    data = random.Random(size).randbytes(size)
    assert crc32c(data) == slow(data)


def test_the_mask_of_tensorflow():
    # The length 24 of a first record, as every event file begins: 18 00 00 00 00 00 00 00 A3 7F 4B 22.
    assert masked(crc32c((24).to_bytes(8, "little"))) == 0x224B7FA3
