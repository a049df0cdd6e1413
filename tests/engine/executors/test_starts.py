"""The starts that are drawn again for other backends are those of Keras on JAX, to the last bit."""

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.engine.executors.starts import starts
from wellfit.engine.export import stock_model
from wellfit.recipes.networks import DenseNetwork, EmbeddingNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

NETWORKS = {"binary": DenseNetwork(units=(64, 7)), "texts": EmbeddingNetwork(words=26, size=5, units=(3,))}


@pytest.mark.parametrize("kind", NETWORKS)
@pytest.mark.parametrize("normalized", [False, True])
def test_drawn_again_they_are_the_same(kind, normalized, dataset):
    regularization = Regularization(batch_normalization=normalized)
    model = stock_model(Recipe(name="a", network=NETWORKS[kind], regularization=regularization), dataset(kind), 3)
    for drawn, variable in zip(starts(model), model.trainable_variables, strict=True):
        np.testing.assert_array_equal(drawn, np.asarray(variable.value), err_msg=variable.path)


def test_a_convolution_counts_its_field():
    start = keras.initializers.GlorotUniform(seed=4)
    model = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Conv2D(5, 3, kernel_initializer=start)])
    np.testing.assert_array_equal(starts(model)[0], np.asarray(model.trainable_variables[0].value))


def test_what_is_not_drawn_from_a_uniform_stays_as_it_is():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, kernel_initializer="ones")])
    assert [start.tolist() for start in starts(model)] == [[[1.0, 1.0]] * 3, [0.0, 0.0]]
