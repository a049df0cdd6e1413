"""Near-duplicates: the same picture saved again, smaller, brighter or more compressed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from PIL import Image

from wellfit.data.images.colours import picture_of
from wellfit.data.images.parallel import in_parallel

SIDE = 32
# A hash of the 64 slowest cosines (as in pHash; Zauner 2010, "Implementation and benchmarking of perceptual image
# hash functions"): which of them are above their median. Of 4.5 million pairs of photographs, all but one differ
# in 11 bits or more.
SLOWEST = 8
MOST_BITS = 8
# What the hash finds is compared as it looks. The one true pair of those photographs has 0.999, all others less than
# 0.89; of handwritten digits, which are alike by nature, a pair in 300,000 is above.
LEAST_CORRELATION = 0.98
# Of more images not all pairs are looked at, but those with a stretch of bits in common: of 9 stretches, 8 other bits
# leave one as it is, so that none is missed.
MOST_COMPARED = 20_000
ROWS_AT_ONCE = 512


def alike(block: np.ndarray, contents: Sequence[str]) -> tuple[int, ...]:
    """A number for each image of `block` [rows, height, width, channels], the same for near-duplicates.

    `contents` are hashes of the files: equal files are alike, whatever they show.

    >>> plain = np.random.default_rng(0).integers(0, 200, (2, 40, 40, 1)).astype(np.uint8)
    >>> alike(np.concatenate([plain, plain[:1] + 30]), ["a", "b", "c"])
    (0, 1, 0)
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    seen = np.stack(list(in_parallel(_small, list(block)))) if len(block) else np.zeros((0, SIDE, SIDE), np.float32)
    pairs = [*_pairs(seen), *_equal(np.array(contents))]
    first, second = np.array(pairs, np.int64).reshape(-1, 2).T
    graph = coo_array((np.ones(len(pairs), bool), (first, second)), shape=(len(block), len(block)))
    return tuple(connected_components(graph, directed=False)[1].tolist())


def _small(pixels: np.ndarray) -> np.ndarray:
    """[SIDE, SIDE] grey, whatever the size."""
    picture = picture_of(pixels).convert("L").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return np.asarray(picture, np.float32)


def _pairs(seen: np.ndarray) -> Iterator[tuple[int, int]]:
    hashes = _hashes(seen)
    flat = (seen - seen.mean(axis=(1, 2), keepdims=True)).reshape(-1, SIDE**2)
    for first, second in _close(hashes):
        one, other = flat[first], flat[second]
        if one @ other >= LEAST_CORRELATION * np.sqrt((one @ one) * (other @ other)) > 0:
            yield first, second


def _hashes(seen: np.ndarray) -> np.ndarray:
    """[rows] 64 bits each."""
    from scipy.fft import dctn

    slow = dctn(seen, axes=(1, 2), norm="ortho")[:, :SLOWEST, :SLOWEST].reshape(-1, SLOWEST**2)
    bits = slow > np.median(slow[:, 1:], axis=1, keepdims=True)
    bits[:, 0] = False  # the mean brightness, which a copy may have changed
    return np.packbits(bits, axis=1).view(np.uint64)[:, 0]


def _close(hashes: np.ndarray, most: int = MOST_COMPARED) -> Iterator[tuple[int, int]]:
    """Pairs of rows whose hashes differ in few bits; some come more than once."""
    if len(hashes) <= most:
        yield from _among(np.arange(len(hashes)), hashes)
        return
    ends = np.linspace(0, 64, MOST_BITS + 2).astype(np.uint64)
    for first, end in pairwise(ends):
        stretch = (hashes >> first) & ((np.uint64(1) << (end - first)) - np.uint64(1))
        order = np.argsort(stretch, kind="stable")
        for rows in np.split(order, np.flatnonzero(np.diff(stretch[order])) + 1):
            yield from _among(rows, hashes)


def _among(rows: np.ndarray, hashes: np.ndarray) -> Iterator[tuple[int, int]]:
    """Every pair of these rows that is close."""
    here = hashes[rows]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        apart = np.bitwise_count(here[start : start + ROWS_AT_ONCE, None] ^ here[None, start:])
        for row, other in np.argwhere(apart <= MOST_BITS):
            if row < other:
                yield int(rows[start + row]), int(rows[start + other])


def _equal(values: np.ndarray) -> Iterator[tuple[int, int]]:
    """Each row whose value occurred before, with the last one of it."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    for place in np.flatnonzero(ordered[1:] == ordered[:-1]):
        yield int(order[place]), int(order[place + 1])
