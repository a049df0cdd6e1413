"""Training as anybody would write it with Keras: the reference that fused training is held against."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from wellfit.backend import keras
from wellfit.data.dataset import Block, Dataset, SplitName
from wellfit.engine.export import stock_model
from wellfit.engine.streams import NOBODY, Stream
from wellfit.recipes.recipe import Recipe

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
    model = watched(stock_model(recipe, data, stream.chance), data)
    numbers, _ = stream.batches(len(data.splits.train), recipe.batch_size, range(epochs))
    said = [_epoch(model, recipe, data, batches) | held_out(model, recipe, data) for batches in numbers]
    return Plain(model, {name: np.array([epoch[name] for epoch in said]) for name in said[0]})


def watched(model: keras.Model, data: Dataset) -> keras.Model:
    """The same model, which also tells of ties and compiles nothing."""
    metrics = [data.task.metric, tied]
    # Eagerly: the same numbers, without a compilation for each model.
    model.compile(optimizer=model.optimizer, loss=data.task.loss, metrics=metrics, run_eagerly=True)
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


def _epoch(model: keras.Model, recipe: Recipe, data: Dataset, batches: np.ndarray) -> dict[str, float]:
    """One epoch; means over its rows, as `fit` would report them."""
    said, sizes = [], []
    for batch in batches:
        rows = data.splits.train[batch[batch != NOBODY]]  # the last batch may be smaller
        penalty = _penalty(model)  # of the weights before the step, as in the loss
        said.append((*model.train_on_batch(_inputs(recipe, data, rows), data.target[rows]), penalty))
        sizes.append(len(rows))
    loss, metric, ties, penalty = map(float, np.average(said, axis=0, weights=sizes))
    found = {"train_loss": loss * data.loss_unit, "penalty": penalty * data.loss_unit}
    # Keras' error of a regression is of the encoded number, a member's is in the target's own units.
    return found if data.task.kind == "regression" else found | {"train_metric": metric, f"{TIED}train_metric": ties}


def _evaluate(model: keras.Model, recipe: Recipe, data: Dataset, rows: np.ndarray) -> tuple[float, float, float]:
    inputs, truth = _inputs(recipe, data, rows), data.target[rows]
    loss, metric, ties = model.test_on_batch(inputs, truth)
    if data.task.kind == "regression":
        encoder, outputs = data.pipeline.target, np.asarray(model.predict_on_batch(inputs))[:, 0]
        metric, ties = np.mean(np.abs(encoder.decode(outputs) - encoder.restore(truth))), 0.0
    return float(loss) - _penalty(model), float(metric), float(ties)


def tied(_truth: Any, outputs: Any) -> Any:
    """Of each row, whether its two likeliest classes are as good as equal, given probabilities [rows, classes or 1]."""
    if outputs.shape[-1] == 1:
        gap = keras.ops.abs(2 * outputs[:, 0] - 1)
    else:
        ordered = keras.ops.sort(outputs, axis=-1)
        gap = ordered[:, -1] - ordered[:, -2]
    return keras.ops.cast(gap < TIE, "float32")


def _penalty(model: keras.Model) -> float:
    return float(sum(float(loss) for loss in model.losses))


def _inputs(recipe: Recipe, data: Dataset, rows: np.ndarray) -> np.ndarray | Sequence[np.ndarray]:
    blocks = [_dense(data.blocks[name][rows]) for name in recipe.network.inputs(data.shapes)]
    return blocks if len(blocks) > 1 else blocks[0]


def _dense(block: Block) -> np.ndarray:
    return block if isinstance(block, np.ndarray) else block.toarray()
