"""Rows and answers as a recipe makes them, for Keras to train on a batch at a time."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import jax
import numpy as np
from jaxtyping import Num

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.data.encoded import IMAGE
from wellfit.data.task import Task
from wellfit.engine.augment.batch import augment
from wellfit.engine.folds import class_weights
from wellfit.engine.hyper import amounts
from wellfit.engine.losses import PerRow
from wellfit.engine.minimised import mixed_answers
from wellfit.engine.mixing import chance, quantiles, rectangle, share
from wellfit.recipes.examples import Examples
from wellfit.recipes.training import Training

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
    """Makes the batches of one member, of these blocks; `seed` is what its start is drawn from."""

    def __init__(self, training: Training, data: Dataset, blocks: Sequence[str], seed: int) -> None:
        examples = training.examples
        self._shares, self._chance = quantiles(examples.mixup or examples.cutmix), chance(seed)
        self._examples, self._plain = examples, examples == Examples()
        self._classes = class_weights(data) ** np.float32(examples.class_weights)
        self._image = blocks.index(IMAGE) if IMAGE in blocks else None
        self._amounts = None if training.augmentation.plain else amounts(training.augmentation)
        self._augment = jax.jit(augment)

    def batch(
        self, inputs: Sequence[Num[np.ndarray, "batch ..."]], target: Num[np.ndarray, " batch"], step: int
    ) -> tuple[list[np.ndarray], np.ndarray]:
        """The inputs and answers of this step (0-based), as the compiled program would have them."""
        given = list(inputs)
        if self._image is not None and self._amounts is not None:
            images = self._augment(given[self._image], self._chance, np.int32(step), self._amounts)
            given[self._image] = np.asarray(images)
        if self._plain:
            return given, target
        given, part = self._mixed(given, step)
        partners = np.roll(target, 1)
        weights = [self._classes[rows.astype(int)] if len(self._classes) else 1.0 for rows in (target, partners)]
        columns = np.broadcast_arrays(target, partners, part, *weights)
        return given, np.stack(columns, axis=1).astype(np.float32)

    def _mixed(self, inputs: list[np.ndarray], step: int) -> tuple[list[np.ndarray], float]:
        """Each row with a part of the one before it, and the share that is its own."""
        if not self._examples.mixes:
            return inputs, 1.0
        part = share(self._chance, self._shares, np.asarray(step))
        partners = [np.roll(one, 1, axis=0) for one in inputs]
        if self._examples.cutmix:
            cut = rectangle(self._chance, part, np.asarray(step), inputs[0].shape[1:3])
            return [np.where(cut.inside, partners[0], inputs[0])], float(cut.share)
        own = float(part)
        both = [own * one + (1.0 - own) * other for one, other in zip(inputs, partners, strict=True)]
        return [one.astype(np.float32) for one in both], own
