"""Near-duplicates: copies are found however they were saved, and no other pair is."""

import io

import numpy as np
import pytest
from PIL import Image

from wellfit.data.images.alike import MOST_BITS, _close, alike
from wellfit.data.images.decode import decode, guarded


def block_of(pictures):
    with guarded():
        return np.stack([decode(saved(one), (48, 40, 3)) for one in pictures])


def saved(picture, kind="PNG", **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


COPIES = {
    "smaller": lambda one: one.resize((60, 72)),
    "brighter": lambda one: one.point(lambda value: min(255, value + 12)),
    "fainter": lambda one: one.point(lambda value: 60 + value // 2),
    "compressed": lambda one: Image.open(io.BytesIO(saved(one, "JPEG", quality=25))).convert("RGB"),
    "grey": lambda one: one.convert("L").convert("RGB"),
}


@pytest.mark.parametrize("kind", COPIES)
def test_copies_are_found(picture, kind):
    originals = [picture(seed, (120, 144)) for seed in range(30)]
    block = block_of([*originals, *map(COPIES[kind], originals)])
    groups = alike(block, [str(row) for row in range(60)])
    assert groups[:30] == tuple(range(30))  # no two of the originals are alike
    assert groups[30:] == groups[:30]


def test_equal_files_are_alike_whatever_they_show():
    block = np.zeros((3, 8, 8, 1), np.uint8)
    assert alike(block, ["a", "b", "a"]) == (0, 1, 0)
    assert alike(block[:0], []) == ()


def test_close_hashes_are_found_without_looking_at_all_pairs():
    random = np.random.default_rng(0)
    hashes = random.integers(0, 2**63, 400).astype(np.uint64)
    for row in range(0, 400, 4):  # a neighbour for every fourth, as far off as it may be, or one bit further
        bits = random.choice(64, MOST_BITS + row % 8 // 4, replace=False)
        hashes[row + 1] = hashes[row] ^ np.bitwise_or.reduce(np.uint64(1) << bits.astype(np.uint64))
    expected = {(row, row + 1) for row in range(0, 400, 8)}
    assert set(_close(hashes)) == expected
    assert {tuple(sorted(pair)) for pair in _close(hashes, most=10)} == expected
