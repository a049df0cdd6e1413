"""What cannot be trained as a recipe says is refused with its reason."""

import json
from dataclasses import replace

import pytest

from wellfit.backend import keras
from wellfit.engine.check_training import check_training
from wellfit.engine.export import stock_model
from wellfit.errors import ModelError
from wellfit.recipes.augmentation import Augmentation
from wellfit.recipes.examples import Examples
from wellfit.recipes.loss import OwnLoss
from wellfit.recipes.networks import DenseNetwork, EmbeddingNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.steps import Steps
from wellfit.recipes.training import Training

PLAIN = Recipe(name="plain", network=DenseNetwork(units=(3,)))
SMOOTH, MIXED = Training(examples=Examples(label_smoothing=0.1)), Training(examples=Examples(mixup=0.2))


def optimizer(**values):
    return Optimizer(config=json.dumps(keras.optimizers.serialize(keras.optimizers.Adam(**values))))


@pytest.mark.parametrize(
    "kind, recipe, reason",
    [
        ("regression", replace(PLAIN, training=SMOOTH), "the target is a number, which has no classes"),
        (
            "regression",
            replace(PLAIN, training=Training(examples=Examples(class_weights=1.0))),
            "the target is a number, which has no classes",
        ),
        (
            "binary",
            replace(PLAIN, training=SMOOTH, loss=OwnLoss(function="mae")),
            "its loss is one of your own, of which only its value is known",
        ),
        (
            "texts",
            replace(PLAIN, network=EmbeddingNetwork(words=26), training=MIXED),
            "it reads words or categories by their numbers, and there is none between two of them",
        ),
        (
            "binary",
            replace(PLAIN, training=Training(augmentation=Augmentation(flip=0.5))),
            "it reads no images, which could be turned or recoloured",
        ),
        (
            "binary",
            replace(PLAIN, training=Training(examples=Examples(cutmix=1.0))),
            "it reads more than images, or none: only of images a piece can be taken from another",
        ),
        (
            "binary",
            replace(PLAIN, optimizer=optimizer(clipnorm=1.0), training=Training(steps=Steps(clip_norm=1.0))),
            "its optimizer cuts gradients back already",
        ),
        (
            "binary",
            replace(PLAIN, optimizer=optimizer(use_ema=True), training=Training(steps=Steps(average=0.9))),
            "its optimizer averages the weights already",
        ),
    ],
)
def test_it_is_refused_with_its_reason(kind, recipe, reason, dataset):
    with pytest.raises(ModelError) as caught:
        stock_model(recipe, dataset(kind), 0)
    assert str(caught.value) == reason


@pytest.mark.parametrize("kind, training", [("binary", SMOOTH), ("regression", MIXED), ("multiclass", MIXED)])
def test_what_can_be_trained_is_not(kind, training, dataset):
    check_training(replace(PLAIN, training=training), dataset(kind))
