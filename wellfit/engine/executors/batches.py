"""The batches of an epoch, as row numbers."""

import numpy as np
from jaxtyping import Int

from wellfit.engine.streams import Stream


def batches(
    stream: Stream, rows: Int[np.ndarray, " rows"], size: int, epoch: int
) -> list[tuple[Int[np.ndarray, " batch"], Int[np.ndarray, " batch"]]]:
    """Numbers of the inputs' rows and of the targets' rows, a pair for each step of the epoch (0-based).

    These are the batches of the compiled program, in its order; the last one may be shorter.
    """
    steps = zip(*(numbers[0] for numbers in stream.batches(len(rows), size, range(epoch, epoch + 1))), strict=True)
    return [(rows[inputs[inputs >= 0]], rows[targets[targets >= 0]]) for inputs, targets in steps]
