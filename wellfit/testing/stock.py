"""What a recipe changes in training, as Keras has it: the loss, the class weights, the mixed batch."""

from typing import Any, NamedTuple

import numpy as np

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.data.encoded import IMAGE
from wellfit.engine.folds import class_weights
from wellfit.engine.mixing import chance, quantiles, rectangle, share
from wellfit.recipes.recipe import Recipe
from wellfit.testing.stock_pictures import stock_pictures

ops = keras.ops


def stock_loss(recipe: Recipe, data: Dataset) -> Any:
    """The loss of the task, of smoothed or of mixed answers."""
    smoothing = recipe.training.examples.label_smoothing
    if data.task.kind == "regression" or (data.task.kind == "binary" and not smoothing):
        return data.task.loss
    if data.task.kind == "binary":
        return keras.losses.BinaryCrossentropy(label_smoothing=smoothing)
    return _OneHot(data.task.outputs, smoothing)


class _OneHot(keras.losses.Loss):
    """The cross-entropy of class numbers, or of mixed answers [rows, classes], smoothed."""

    def __init__(self, classes: int, smoothing: float) -> None:
        super().__init__(reduction=None)
        self._classes = classes
        self._loss = keras.losses.CategoricalCrossentropy(label_smoothing=smoothing, reduction=None)
        self.reduction = "sum_over_batch_size"

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Of each row."""
        return self._loss(soft(y_true, self._classes), y_pred)


def soft(truth: Any, classes: int) -> Any:
    """Answers as shares of classes."""
    if truth.shape[-1] == classes and len(truth.shape) == 2:
        return truth
    return ops.one_hot(ops.cast(ops.reshape(truth, (-1,)), "int32"), classes)


def stock_class_weights(recipe: Recipe, data: Dataset) -> dict[int, float] | None:
    """Keras' `class_weight`; None where all rows count alike."""
    power = recipe.training.examples.class_weights
    return dict(enumerate((class_weights(data) ** power).tolist())) if power else None


class MixedBatch(NamedTuple):
    """Rows and answers as they are trained on."""

    inputs: list[np.ndarray]
    target: np.ndarray


def stock_batch(
    recipe: Recipe, data: Dataset, inputs: list[np.ndarray], target: np.ndarray, seed: int, step: int
) -> MixedBatch:
    """The batch of this step (0-based), mixed where the recipe says so; `seed` is what the start is drawn from."""
    examples, drawn = recipe.training.examples, chance(seed)
    if not recipe.training.augmentation.plain:
        place = recipe.network.inputs(data.shapes).index(IMAGE)
        changed = stock_pictures(inputs[place], recipe.training.augmentation, drawn, step)
        inputs = [*inputs[:place], changed, *inputs[place + 1 :]]
    if not examples.mixes:
        return MixedBatch(inputs, target)
    own = float(share(drawn, quantiles(examples.mixup or examples.cutmix), np.asarray(step)))
    answers = np.eye(data.task.outputs)[target] if data.task.kind == "multiclass" else target
    if examples.cutmix:
        inside, left = rectangle(drawn, np.asarray(own, np.float32), np.asarray(step), inputs[0].shape[1:3])
        pictures, own = np.where(inside, np.roll(inputs[0], 1, axis=0), inputs[0]), float(left)
        mixed = [pictures, own * answers + (1 - own) * np.roll(answers, 1, axis=0)]
    else:
        mixed = [own * part + (1 - own) * np.roll(part, 1, axis=0) for part in (*inputs, answers)]
    return MixedBatch([part.astype(np.float32) for part in mixed[:-1]], mixed[-1].astype(np.float32))
