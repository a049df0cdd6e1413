"""A shuffle that a disk can follow: blocks of neighbouring rows in a random order, and rows mixed within a window."""

import numpy as np
from jaxtyping import Int64

from wellfit.engine.streams import Stream

# The stream whose order all members share, and what the mixing within a window is drawn for.
_SHARED = Stream(seed=0)
_WITHIN = 3


def shared_order(rows: int, epoch: int, *, block: int, window: int) -> Int64[np.ndarray, " rows"]:
    """The rows 0, 1, … in the order of an epoch, the same for all seeds.

    Blocks of `block` neighbouring rows come in a random order, and the rows of each `window` that follow one
    another then come in a random order among themselves. Where the blocks begin is drawn anew in each
    epoch, so that other rows are neighbours. With blocks of one row, or a window that holds all, it is the order of
    `Stream(seed=0)`.

    >>> order = shared_order(1000, epoch=0, block=10, window=100)
    >>> bool((np.sort(order) == np.arange(1000)).all()), len(np.unique(order[:100] // 10)) > 8
    (True, True)
    """
    if block == 1 or window >= rows:
        return _blocks(rows, epoch)
    random = np.random.Generator(np.random.Philox(np.random.SeedSequence((_SHARED.seed, _WITHIN, epoch))))
    edges = np.arange(-int(random.integers(block)), rows + block, block).clip(0, rows)
    firsts, sizes = edges[:-1], np.diff(edges)
    chosen = _blocks(len(sizes), epoch)
    firsts, sizes = firsts[chosen], sizes[chosen]
    order = np.repeat(firsts - (np.cumsum(sizes) - sizes), sizes)
    order += np.arange(rows)
    for start in range(0, rows, window):
        random.shuffle(order[start : start + window])
    return order


def _blocks(count: int, epoch: int) -> Int64[np.ndarray, " count"]:
    return _SHARED.batches(count, 1, range(epoch, epoch + 1))[0].reshape(-1).astype(np.int64)
