"""A model that could not be loaded again is told before it is trained."""

import pytest

from wellfit.backend import keras
from wellfit.engine.check_saving import check_saving
from wellfit.errors import ModelError
from wellfit.recipes.networks.own.recipe import own_recipe

L = keras.layers
SAID = "can be trained, but not loaded again from the file that it is saved in: "


def steep(x):
    return 2 * x


class Times(L.Layer):
    """A layer that forgot what Keras gives it."""

    def __init__(self, by):
        super().__init__()
        self.by = by

    def call(self, x):
        return self.by * x


def model(*layers):
    def build():
        made = keras.Sequential([keras.Input((3,)), *(layer() for layer in layers), L.Dense(1, activation="sigmoid")])
        made.compile("adam", "binary_crossentropy")
        return made

    return build


def test_a_function_with_a_name_is_fine(binary):
    check_saving(own_recipe(model(lambda: L.Dense(2, activation=steep)), binary).recipe, binary)


def test_a_lambda_is_named_by_its_layer(binary):
    recipe = own_recipe(model(lambda: L.Dense(2, activation=lambda x: x, name="bent")), binary).recipe
    with pytest.raises(ModelError, match=f"{SAID}its layer 'bent' holds a lambda.*def, not lambda"):
        check_saving(recipe, binary)


def test_a_layer_that_cannot_be_made_from_its_configuration(binary):
    recipe = own_recipe(model(lambda: Times(3.0)), binary).recipe
    with pytest.raises(ModelError, match=rf"{SAID}Times.__init__\(\) got an unexpected .*takes \*\*kwargs"):
        check_saving(recipe, binary)
