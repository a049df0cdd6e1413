"""Which rows come in which batch: one stream of batches a seed and control, shared by all recipes."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from jaxtyping import Int32

Numbers = Int32[np.ndarray, "epochs steps batch"]
Control = Literal["none", "permuted_labels", "zeroed_inputs", "one_batch"]
CONTROLS: tuple[Control, ...] = get_args(Control)
# What a random number is drawn for, so that no two uses share a sequence.
_ORDER, _LABELS = 1, 2
# Between the numbers that two folds draw from: further than any two seeds that a study uses.
_APART = 2**48
# In the place of a row number: no row.
NOBODY = -1


@dataclass(frozen=True, kw_only=True)
class Stream:
    """The order of the training rows of one fold under one seed, and what is done to them.

    Where there is one split, it is fold 0.

    permuted_labels: each row keeps, for the whole training, the label of another row.
    zeroed_inputs: the network sees zeros, in training and in evaluation.
    one_batch: the first batch again and again.
    """

    seed: int
    control: Control = "none"
    fold: int = 0

    @property
    def chance(self) -> int:
        """What the start and all order are drawn from: the seed, and in other folds numbers apart from all seeds.

        Each fold has its own: the networks of a seed are then as many draws as there are folds, not one
        draw seen on all rows.
        """
        return self.seed + self.fold * _APART

    @property
    def blank(self) -> bool:
        """Whether the network sees zeros instead of the rows."""
        return self.control == "zeroed_inputs"

    def batches(self, rows: int, batch_size: int, epochs: range) -> tuple[Numbers, Numbers]:
        """Row numbers of inputs and of targets, each [epochs, steps, batch].

        Each epoch is a fresh permutation. What the last batch lacks is filled with NOBODY, so that
        every step has the same shape.
        """
        size = min(batch_size, rows)
        inputs = np.stack([self._epoch(rows, size, epoch) for epoch in epochs]).astype(np.int32)
        if self.control == "permuted_labels":
            labels = _generator(self.chance, _LABELS, 0).permutation(rows).astype(np.int32)
            return inputs, np.append(labels, np.int32(NOBODY))[inputs]  # NOBODY, -1, is its own label
        return inputs, inputs

    def _epoch(self, rows: int, size: int, epoch: int) -> np.ndarray:
        steps = -(-rows // size)
        if self.control == "one_batch":
            # It fills the epoch, so that an epoch has the same steps as any other stream's.
            return np.tile(_generator(self.chance, _ORDER, 0).permutation(rows)[:size], (steps, 1))
        order = _generator(self.chance, _ORDER, epoch).permutation(rows)
        return np.pad(order, (0, steps * size - rows), constant_values=NOBODY).reshape(steps, size)


def _generator(*key: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(key)))
