"""The three levels of training on images, by the library's own calls: accuracy on test rows, and seconds."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

import wellfit
from wellfit.data.dataset import Dataset
from wellfit.engine.runs import Runs
from wellfit.engine.stop import Stop
from wellfit.recipes.augmentation import Augmentation
from wellfit.recipes.networks import ConvolutionalNetwork
from wellfit.recipes.networks.starting import pooled_convolutions
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization
from wellfit.recipes.schedule import Schedule
from wellfit.recipes.training import Training
from wellfit.transfer import Backbone, heads, tuning_data, tuning_recipes

SCRATCH_SIZE = 150  # of the text's convnet
FOLDER = "dogs_vs_cats"
WEIGHTS = "weights/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_224_no_top.h5"
NETWORK = "MobileNetV2:0.35"
HEAD_EPOCHS, TUNING_EPOCHS, PATIENCE = 60, 30, 8
TRIED = {1: (1e-4, 3e-4, 1e-3), 2: (1e-4, 3e-4, 1e-3)}  # rates of the last block, and of the last two
LEVELS = ("scratch", "features", "tuning")
TEXTS = Recipe(
    name="convnet 32-32-64, augmented, dropout 0.5",
    network=ConvolutionalNetwork(),
    optimizer=Optimizer(name="rmsprop"),
    regularization=Regularization(dropout=0.5),
    training=Training(augmentation=Augmentation.usual(0.5)),
    batch_size=32,
)


def normalized(epochs: int) -> Recipe:
    """The network that a study begins with, with what helps it; the rate falls to nothing by the last epoch."""
    return Recipe(
        name="normalized convnet, augmented, dropout 0.2",
        network=pooled_convolutions((SCRATCH_SIZE, SCRATCH_SIZE, 3)),
        optimizer=Optimizer(learning_rate=3e-3),
        regularization=Regularization(dropout=0.2),
        training=Training(augmentation=Augmentation.usual(1.0), schedule=Schedule(kind="cosine", epochs=float(epochs))),
        batch_size=32,
    )


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What one level reached: test accuracy of each seed, the seconds, and which recipe it was."""

    accuracies: tuple[float, ...]
    seconds: float
    recipe: str

    @property
    def mean(self) -> float:
        """Over the seeds."""
        return float(np.mean(self.accuracies))


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the validation split chose: a recipe, its loss there, for how many epochs, and the runs that said so."""

    recipe: Recipe
    loss: float
    epochs: int
    runs: Runs


@dataclass(frozen=True, kw_only=True)
class Head:
    """A trained head: `chosen` has seen the training rows alone, `final` all but the test's."""

    chosen: Any
    final: Any


def images(data: Path, size: int) -> Dataset:
    """The training folder parted in three, and the folder `validation` as the test."""
    return wellfit.read(str(data / FOLDER), image_size=size)


def from_scratch(recipe: Recipe, data: Dataset, seeds: Sequence[int], epochs: int) -> Reached:
    """On all training images, for so many epochs: nothing is chosen, so that no image need be held back."""
    return _anew(recipe, data, seeds, epochs)[0]


def load(data: Path, shape: tuple[int, ...]) -> Backbone:
    """MobileNetV2 0.35 with the weights of the data folder."""
    height, width, channels = shape
    return Backbone.load(NETWORK, data / WEIGHTS, (height, width, channels))


def on_features(
    features: Dataset, seeds: Sequence[int], choose: Sequence[Recipe] | None = None
) -> tuple[Reached, Head]:
    """The head that the validation split chooses, trained anew on all images but the test's."""
    began = time.perf_counter()
    found = _choose(heads() if choose is None else choose, features, seeds, HEAD_EPOCHS)
    reached, runs = _anew(found.recipe, features, seeds, found.epochs)
    first = next(iter(seeds))
    head = Head(
        chosen=found.runs.model(found.recipe.name, first), final=runs.model(reached.recipe, first, weights="last")
    )
    return replace(reached, seconds=time.perf_counter() - began), head


def tuned(
    backbone: Backbone,
    data: Dataset,
    head: Head,
    seeds: Sequence[int],
    *,
    tried: Mapping[int, Sequence[float]] = TRIED,
    folder: Path | None = None,
) -> Reached:
    """The last block with the trained head, or the last two, as the validation split chooses, then anew on all images.

    `tried` are the rates for each number of blocks.

    A head that has seen the validation rows would choose wrongly by them, so that it comes in for the second part.
    """
    began = time.perf_counter()
    rows = {blocks: tuning_data(backbone, data, blocks, folder=folder) for blocks in tried}
    found = {
        blocks: _choose(
            tuning_recipes(backbone, head.chosen, data.task, blocks, rates=rates), rows[blocks], seeds, TUNING_EPOCHS
        )
        for blocks, rates in tried.items()
    }
    blocks = min(found, key=lambda blocks: found[blocks].loss)
    recipes = {one.name: one for one in tuning_recipes(backbone, head.final, data.task, blocks, rates=tried[blocks])}
    best = found[blocks]
    reached, _ = _anew(recipes[best.recipe.name], rows[blocks], seeds, best.epochs)
    return replace(reached, seconds=time.perf_counter() - began)


def _choose(recipes: Sequence[Recipe], data: Dataset, seeds: Sequence[int], epochs: int) -> Choice:
    """The recipe of the lowest mean validation loss, and after how many epochs that was."""
    runs = wellfit.fit_many(recipes, data, seeds=seeds, epochs=epochs, stop=Stop(patience=PATIENCE))
    losses = [float(np.nanmin(runs.measure(one.name, "validation_loss"), axis=1).mean()) for one in recipes]
    recipe = recipes[int(np.argmin(losses))]
    best = max(1, round(float(runs.best_epochs(recipe.name).mean())))
    return Choice(recipe=recipe, loss=min(losses), epochs=best, runs=runs)


def _anew(recipe: Recipe, data: Dataset, seeds: Sequence[int], epochs: int) -> tuple[Reached, Runs]:
    """Trained on all images but the test's, which stand where curves have validation rows; the last epoch counts."""
    judged = all_but_test(data)
    began = time.perf_counter()
    runs = wellfit.fit_many(recipe, judged, seeds=seeds, epochs=epochs)
    seconds = time.perf_counter() - began
    last = runs.measure(recipe.name, "validation_metric")[:, -1]
    return Reached(accuracies=tuple(last.tolist()), seconds=seconds, recipe=recipe.name), runs


def all_but_test(data: Dataset) -> Dataset:
    """All images train, and those of the test are looked at after each epoch, which chooses nothing."""
    parts = data.splits
    train = np.sort(np.concatenate([parts.train, parts.validation, parts.selection]))
    return replace(data, splits=replace(parts, train=train, validation=parts.test, selection=parts.test))


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    """What a call gives, and its seconds."""
    began = time.perf_counter()
    found = call()
    return found, time.perf_counter() - began
