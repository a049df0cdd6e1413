"""Training goes in chunks of epochs: how long they are, and what is told after each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wellfit.recipes.recipe import Recipe


@dataclass(frozen=True, kw_only=True)
class ChunkDone:
    """Told after each chunk of epochs: members it trained, those of them that go on, and what it took."""

    members: int
    running: int
    epoch: int
    epochs: int
    chunk: int
    seconds: float
    recipes: Sequence[Recipe]


# Returns True to end the training here, as if no epoch were left.
Watch = Callable[[ChunkDone], bool]


def chunk_epochs(epochs: int, steps: int) -> int:
    """Epochs that are trained before the host looks: about 200 steps, at most 10 epochs, and a divisor of all.

    A divisor, so that one program serves every chunk.

    >>> chunk_epochs(20, steps=34), chunk_epochs(20, steps=2000), chunk_epochs(200, steps=8)
    (5, 1, 10)
    """
    most = max(1, min(10, epochs, 200 // steps))
    return max(size for size in range(1, most + 1) if epochs % size == 0)
