"""The last training with callbacks: what `fit` trains is what the engine trains, until a callback says otherwise."""

from dataclasses import replace

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.engine.callbacks import check_callbacks, fit_with_callbacks
from wellfit.engine.fit_many import fit_many
from wellfit.errors import ModelError, OptionError
from wellfit.recipes.examples import Examples
from wellfit.recipes.loss import OwnLoss
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.schedule import Schedule
from wellfit.recipes.steps import Steps
from wellfit.recipes.training import Training

RECIPE = Recipe(
    name="own",
    network=DenseNetwork(units=(4,)),
    optimizer=Optimizer(name="sgd", learning_rate=0.1),
    batch_size=8,
    loss=OwnLoss(function=keras.losses.BinaryFocalCrossentropy(gamma=1.0)),
)


class Listening(keras.callbacks.Callback):
    def __init__(self, stop=None, fail=None):
        super().__init__()
        self.told, self.stop, self.fail = [], stop, fail

    def on_epoch_end(self, epoch, logs=None):
        self.told.append(logs)
        if len(self.told) == self.fail:
            raise KeyError("no such measure")
        self.model.stop_training = len(self.told) == self.stop


@pytest.fixture(scope="module")
def data():
    random = np.random.default_rng(1)
    x = random.normal(size=(40, 3))
    parts = np.split(np.arange(40), [22, 30, 38])
    splits = Splits(**dict(zip(("train", "validation", "selection", "test"), parts, strict=True)))
    return from_arrays({"dense": x}, (x[:, 0] > 0).astype(float), kind="binary", splits=splits)


def test_without_anything_to_say_it_is_the_same_training(data):
    listening = Listening()
    model, epochs = fit_with_callbacks(RECIPE, data, 3, 2, [listening])
    assert epochs == len(listening.told) == 2
    assert {"loss", "val_loss", "accuracy", "val_accuracy"} <= set(listening.told[0])
    member = fit_many(RECIPE, data, seeds=[3], epochs=2).members[0]
    for ours, theirs in zip(member.last.trainable, model.trainable_variables, strict=True):
        np.testing.assert_allclose(ours, np.asarray(theirs.value), rtol=1e-3, atol=1e-5)
    assert model.loss == "binary_crossentropy"


@pytest.mark.slow
def test_what_a_recipe_changes_in_training_is_there_as_well(data):
    training = Training(
        examples=Examples(mixup=0.4, label_smoothing=0.1, class_weights=1.0),
        schedule=Schedule(kind="cosine", epochs=3, warm_up=1),
        steps=Steps(clip_norm=0.3, average=0.8),
    )
    recipe = replace(RECIPE, loss=None, training=training)
    model, _ = fit_with_callbacks(recipe, data, 3, 3, [Listening()])
    member = fit_many(recipe, data, seeds=[3], epochs=3).members[0]
    for ours, theirs in zip(member.last.trainable, model.trainable_variables, strict=True):
        np.testing.assert_allclose(ours, np.asarray(theirs.value), rtol=1e-3, atol=1e-5)
    assert not model.optimizer.use_ema
    assert model.loss == "binary_crossentropy"


def test_a_callback_may_end_it(data):
    assert fit_with_callbacks(RECIPE, data, 3, 5, [Listening(stop=1)])[1] == 1


def test_a_callback_that_fails_is_named(data):
    said = r"The callback Listening failed in the last training: KeyError: 'no such measure'\. Expected one that runs"
    with pytest.raises(ModelError, match=said):
        fit_with_callbacks(RECIPE, data, 3, 2, [Listening(), Listening(fail=1)])


def test_what_is_no_callback_is_told():
    with pytest.raises(OptionError, match=r"received <class .*Listening.*which is the class itself: add \(\)\."):
        check_callbacks([Listening])
    with pytest.raises(OptionError, match=r"derived from keras\.callbacks\.Callback, received 'early'\."):
        check_callbacks(["early"])
