"""How much is read at a time."""

from typing import NamedTuple

# Of rows in a buffer, of which there are two: a hundred batches and more of a table, so that rows are well mixed,
# and far from what a small machine has.
WINDOW_BYTES = 64_000_000
# Of neighbouring rows that are read at once: disks reach their full rate from about here on.
BLOCK_BYTES = 262_144


class Sizes(NamedTuple):
    """How the training rows of an epoch are cut: rows in a batch, steps in a window, rows in a block of neighbours."""

    rows: int
    batch: int
    steps: int
    block: int

    @property
    def window(self) -> int:
        """Rows in a window."""
        return self.batch * self.steps

    @property
    def last_steps(self) -> int:
        """Steps in the last window of an epoch."""
        return (-(-self.rows // self.batch) - 1) % self.steps + 1


def sizes(rows: int, batch_size: int, row_bytes: int, window_bytes: int, block_bytes: int) -> Sizes:
    """Windows of about `window_bytes`, of equal steps where these can be had: one program then serves all.

    >>> sizes(100_000, batch_size=100, row_bytes=1024, window_bytes=64_000_000, block_bytes=262_144)
    Sizes(rows=100000, batch=100, steps=500, block=256)
    """
    batch = min(batch_size, rows)
    every = -(-rows // batch)
    most = min(every, max(1, window_bytes // (batch * max(1, row_bytes))))
    equal = (count for count in range(most, most // 2, -1) if every % count == 0)
    return Sizes(rows=rows, batch=batch, steps=next(equal, most), block=max(1, block_bytes // max(1, row_bytes)))
