"""Training as anybody would write it with Keras: the reference that fused training is held against."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from wellfit.backend import keras
from wellfit.data.dataset import Block, Dataset, SplitName
from wellfit.engine.executors.stock_optimizer import plateau_callback, stock_optimizer
from wellfit.engine.export import stock_model
from wellfit.engine.forget import forget_losses
from wellfit.engine.streams import NOBODY, Stream
from wellfit.recipes.recipe import Recipe
from wellfit.testing.stock import (
    soft,
    stock_batch,
    stock_class_weights,
    stock_loss,
)

# Held-out rows evaluated at a time.
ROWS = 1024
# A row whose two likeliest classes are closer than this may fall either way by rounding.
TIE = 1e-4
TIED = "tied "


class Plain(NamedTuple):
    """The stock model after its last epoch, and what Keras said in each: quantity → [epochs].

    To each metric belongs, with TIED before its name, the share of rows whose class rounding may decide.
    """

    model: keras.Model
    measures: dict[str, np.ndarray]


def train_plain(recipe: Recipe, data: Dataset, stream: Stream, epochs: int) -> Plain:
    """The stock model of a recipe, trained by `train_on_batch` with the batches that a member of this stream sees."""
    model = stock_model(recipe, data, stream.chance)
    numbers, _ = stream.batches(len(data.splits.train), recipe.batch_size, range(epochs))
    model.compile(optimizer=stock_optimizer(recipe, numbers.shape[1]), loss=data.task.loss)
    model = watched(model, data, stock_loss(recipe, data))
    plateau, said = plateau_callback(recipe.training.schedule, "validation_loss"), []
    for callback in plateau:
        callback.set_model(model)
        callback.on_train_begin()
    for epoch, batches in enumerate(numbers):
        trained = _epoch(model, recipe, data, batches, stream.chance, epoch * len(batches))
        with _averaged(model):
            said.append(trained | held_out(model, recipe, data))
        for callback in plateau:
            callback.on_epoch_end(epoch, dict(said[-1]))
    if model.optimizer.use_ema:
        model.optimizer.finalize_variable_values(model.trainable_variables)
    return Plain(model, {name: np.array([epoch[name] for epoch in said]) for name in said[0]})


@contextmanager
def _averaged(model: keras.Model) -> Iterator[None]:
    """The model with the moving average of its weights, where its optimizer keeps one."""
    if not model.optimizer.use_ema:
        yield
        return
    own = [np.asarray(variable.value) for variable in model.trainable_variables]
    model.optimizer.finalize_variable_values(model.trainable_variables)
    yield
    for variable, value in zip(model.trainable_variables, own, strict=True):
        variable.assign(value)


def watched(model: keras.Model, data: Dataset, loss: Any = None) -> keras.Model:
    """The same model, which also tells of ties and of the loss without penalty, and compiles nothing."""
    metrics = [_metric(data), tied, _row_loss(data)]
    # Eagerly: the same numbers, without a compilation for each model.
    model.compile(optimizer=model.optimizer, loss=loss or data.task.loss, metrics=metrics, run_eagerly=True)
    return model


def held_out(model: keras.Model, recipe: Recipe, data: Dataset) -> dict[str, float]:
    """Loss without penalty, metric and ties on the validation split and on the selection split.

    Losses are in the unit that folds have in common.
    """
    found: dict[str, float] = {}
    splits: tuple[SplitName, ...] = ("validation", "selection")
    for split in splits:
        rows = data.rows(split)
        pieces = np.array_split(rows, -(-len(rows) // ROWS)) if len(rows) else []
        told = [_evaluate(model, recipe, data, piece) for piece in pieces]
        if told:
            means = np.average(told, axis=0, weights=[len(piece) for piece in pieces])
            loss, metric, ties = map(float, means)
            found |= {f"{split}_loss": loss * data.loss_unit, f"{split}_metric": metric, f"{TIED}{split}_metric": ties}
    return found


def _epoch(
    model: keras.Model, recipe: Recipe, data: Dataset, batches: np.ndarray, seed: int, step: int
) -> dict[str, float]:
    """One epoch, the first of its steps having this number; means over its rows, as `fit` would report them."""
    said, sizes, weights = [], [], stock_class_weights(recipe, data)
    for number, batch in enumerate(batches):
        rows = data.splits.train[batch[batch != NOBODY]]  # the last batch may be smaller
        penalty = _of_weights(model)  # before the step, as in the loss
        inputs = _blocks(recipe, data, rows)
        x, y = stock_batch(recipe, data, inputs, data.target[rows], seed, step + number)
        forget_losses(model)
        loss, metric, ties, pure = model.train_on_batch(x if len(x) > 1 else x[0], y, class_weight=weights)
        said.append(
            (pure + penalty, metric, ties, penalty) if not _on_outputs(model) else (loss, metric, ties, loss - pure)
        )
        sizes.append(len(rows))
    loss, metric, ties, penalty = map(float, np.average(said, axis=0, weights=sizes))
    found = {"train_loss": loss * data.loss_unit, "penalty": penalty * data.loss_unit}
    # Keras' error of a regression is of the encoded number, a member's is in the target's own units; and right or
    # wrong means nothing for mixed answers.
    untold = data.task.kind == "regression" or recipe.training.examples.mixes
    return found if untold else found | {"train_metric": metric, f"{TIED}train_metric": ties}


def _evaluate(model: keras.Model, recipe: Recipe, data: Dataset, rows: np.ndarray) -> tuple[float, float, float]:
    inputs, truth = _inputs(recipe, data, rows), data.target[rows]
    _, metric, ties, loss = model.test_on_batch(inputs, truth)
    if data.task.kind == "regression":
        encoder, outputs = data.pipeline.target, np.asarray(model.predict_on_batch(inputs))[:, 0]
        metric, ties = np.mean(np.abs(encoder.decode(outputs) - encoder.restore(truth))), 0.0
    return float(loss), float(metric), float(ties)


def tied(_truth: Any, outputs: Any) -> Any:
    """Of each row, whether its two likeliest classes are as good as equal, given probabilities [rows, classes or 1]."""
    if outputs.shape[-1] == 1:
        gap = keras.ops.abs(2 * outputs[:, 0] - 1)
    else:
        ordered = keras.ops.sort(outputs, axis=-1)
        gap = ordered[:, -1] - ordered[:, -2]
    return keras.ops.cast(gap < TIE, "float32")


def _row_loss(data: Dataset) -> keras.metrics.Metric:
    """The loss of each row, without penalty and of answers as they are."""
    of_rows, task = keras.losses.get(data.task.loss), data.task

    def loss(truth: Any, outputs: Any) -> Any:
        if task.kind == "multiclass":
            return keras.losses.categorical_crossentropy(soft(truth, task.outputs), outputs)
        return of_rows(keras.ops.reshape(truth, (-1, 1)), outputs)

    return keras.metrics.MeanMetricWrapper(loss, name="row_loss")


def _metric(data: Dataset) -> Any:
    """The metric of the task, also where answers are shares of classes."""
    if data.task.kind != "multiclass":
        return data.task.metric
    classes = data.task.outputs

    def right(truth: Any, outputs: Any) -> Any:
        return keras.metrics.categorical_accuracy(soft(truth, classes), outputs)

    return keras.metrics.MeanMetricWrapper(right, name="right")


def _of_weights(model: keras.Model) -> float:
    """The penalties of the weights as they are."""
    return float(sum(float(v.regularizer(v)) for v in model.trainable_variables if v.regularizer is not None))


def _on_outputs(model: keras.Model) -> bool:
    """Whether outputs of layers are penalised, of which Keras tells in its own loss alone."""
    return any(layer.activity_regularizer is not None for layer in model._flatten_layers())


def _inputs(recipe: Recipe, data: Dataset, rows: np.ndarray) -> np.ndarray | Sequence[np.ndarray]:
    blocks = _blocks(recipe, data, rows)
    return blocks if len(blocks) > 1 else blocks[0]


def _blocks(recipe: Recipe, data: Dataset, rows: np.ndarray) -> list[np.ndarray]:
    return [_dense(data.blocks[name][rows]) for name in recipe.network.inputs(data.shapes)]


def _dense(block: Block) -> np.ndarray:
    return block if isinstance(block, np.ndarray) else block.toarray()
