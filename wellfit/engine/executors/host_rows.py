"""The rows of a data set as batches on the host."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Int, Num

from wellfit.data.dataset import Block, Dataset


class HostRows:
    """Batches by row number, made when they are asked for: sparse words become dense a batch at a time."""

    def __init__(self, data: Dataset, blocks: Sequence[str]) -> None:
        self._blocks = [data.blocks[name] for name in blocks]
        self._target = data.target

    def inputs(self, numbers: Int[np.ndarray, " batch"], *, blank: bool = False) -> list[Num[np.ndarray, "batch ..."]]:
        """The inputs of these rows, one array a block; zeros where the network sees no input."""
        return [
            np.zeros_like(batch) if blank else batch for batch in (_dense(block[numbers]) for block in self._blocks)
        ]

    def target(self, numbers: Int[np.ndarray, " batch"]) -> Num[np.ndarray, " batch"]:
        """The encoded target of these rows."""
        return self._target[numbers]


def _dense(batch: Block) -> np.ndarray:
    if not isinstance(batch, np.ndarray):
        return np.asarray(batch.toarray(), np.float32)
    return batch.astype(np.float32) if batch.dtype == np.uint8 else batch
