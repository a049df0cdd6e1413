"""Rows and answers as a recipe makes them, for Keras to train on a batch at a time."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Num

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.data.task import Task
from wellfit.engine.folds import class_weights
from wellfit.engine.losses import PerRow
from wellfit.engine.minimised import mixed_answers
from wellfit.engine.mixing import chance, quantiles, share
from wellfit.recipes.examples import Examples

ops = keras.ops
_COLUMNS = 5


class Answers(NamedTuple):
    """Of each row: its answer, that of its partner, the share of its own, and how often each of the two counts."""

    own: Any
    partner: Any
    share: Any
    weight: Any
    partner_weight: Any

    def of(self, of_rows: PerRow, outputs: Any, task: Task, *, weighs: bool) -> Any:
        """A loss or metric [rows] of these outputs."""
        if not weighs or task.kind == "regression":
            return mixed_answers(of_rows, outputs, self.own, self.partner, self.share, task)
        own, partner = of_rows(outputs, self.own), of_rows(outputs, self.partner)
        return self.share * self.weight * own + (1.0 - self.share) * self.partner_weight * partner


def answers_of(given: Any, task: Task) -> Answers | None:
    """What `Makes` made, on its way to a loss; None where the answers are as they are."""
    if len(given.shape) != 2 or given.shape[-1] != _COLUMNS:
        return None
    given = ops.convert_to_tensor(given)  # on PyTorch a metric gets the array that came in
    own, partner, part, weight, partner_weight = (given[:, column] for column in range(_COLUMNS))
    kind = "int32" if task.kind == "multiclass" else "float32"
    return Answers(ops.cast(own, kind), ops.cast(partner, kind), part, weight, partner_weight)


class Makes:
    """Makes the batches of one member; `seed` is what its start is drawn from."""

    def __init__(self, examples: Examples, data: Dataset, seed: int) -> None:
        self._shares, self._chance = quantiles(examples.mixup), chance(seed)
        self._mixes, self._plain = examples.mixup > 0, examples == Examples()
        self._classes = class_weights(data) ** np.float32(examples.class_weights)

    def batch(
        self, inputs: Sequence[Num[np.ndarray, "batch ..."]], target: Num[np.ndarray, " batch"], step: int
    ) -> tuple[list[np.ndarray], np.ndarray]:
        """The inputs and answers of this step (0-based), as the compiled program would have them."""
        if self._plain:
            return list(inputs), target
        part = float(share(self._chance, self._shares, np.asarray(step))) if self._mixes else 1.0
        partners = np.roll(target, 1)
        weights = [self._classes[rows.astype(int)] if len(self._classes) else 1.0 for rows in (target, partners)]
        columns = np.broadcast_arrays(target, partners, part, *weights)
        if self._mixes:
            inputs = [(part * one + (1.0 - part) * np.roll(one, 1, axis=0)).astype(np.float32) for one in inputs]
        return list(inputs), np.stack(columns, axis=1).astype(np.float32)
