"""A recipe is measured only where it is the loop's network, layer by layer."""

from dataclasses import replace

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

RECIPE = Recipe(
    name="both",
    network=DenseNetwork(units=(8, 4), activation="elu"),
    optimizer=Optimizer(name="rmsprop", learning_rate=0.01),
    regularization=Regularization(l2=0.002, dropout=0.5),
)


def layers():
    penalty = keras.regularizers.L2(0.002)
    stack = []
    for units in (8, 4):
        stack += [keras.layers.Dense(units, activation="elu", kernel_regularizer=penalty), keras.layers.Dropout(0.5)]
    return [*stack, keras.layers.Dense(1, activation="sigmoid")]


@pytest.fixture
def data():
    from parts.loop_data import dataset

    x, y = np.zeros((10, 3), np.float32), np.arange(10) % 2
    return dataset("drawn", x, y, {"validation_split": 0.2}, "binary_crossentropy")


def test_the_same_network_passes(data):
    from parts.likeness import refuse_unlike, told

    assert [kind for kind, *_ in told(layers())] == [*["dense", "activation", "dropout"] * 2, "dense", "activation"]
    refuse_unlike(RECIPE, data, keras.optimizers.RMSprop(0.01), layers())  # raises ValueError where it differs


@pytest.mark.parametrize(
    "changed",
    [
        {"network": DenseNetwork(units=(8, 5), activation="elu")},
        {"network": DenseNetwork(units=(8, 4))},
        {"regularization": Regularization(l2=0.002)},
        {"regularization": Regularization(l2=0.001, dropout=0.5)},
    ],
)
def test_another_network_is_refused(data, changed):
    from parts.likeness import refuse_unlike

    with pytest.raises(ValueError, match=r"both: the loop's layers are .*, ours "):
        refuse_unlike(replace(RECIPE, **changed), data, keras.optimizers.RMSprop(0.01), layers())


@pytest.mark.parametrize("optimizer", [keras.optimizers.RMSprop(0.001), keras.optimizers.Adam(0.01)])
def test_another_optimizer_is_refused(data, optimizer):
    from parts.likeness import refuse_unlike

    with pytest.raises(ValueError, match=r"both: the loop's optimizer is .*, ours "):
        refuse_unlike(RECIPE, data, optimizer, layers())
