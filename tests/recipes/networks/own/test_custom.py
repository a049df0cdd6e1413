"""What a model needs that Keras does not bring along, while it is there and when only its file is."""

import pytest

from wellfit.backend import keras
from wellfit.recipes.networks.own.custom import custom_objects, unknown_objects, unnamed_in

L = keras.layers


def steep(x):
    return 2 * x


class Doubled(L.Layer):
    def call(self, x):
        return 2 * x


class Tenth(keras.initializers.Initializer):
    def __call__(self, shape, dtype=None):
        return 0.1 * keras.ops.ones(shape, dtype)


@keras.saving.register_keras_serializable("mine")
class Registered(keras.regularizers.Regularizer):
    def __call__(self, x):
        return keras.ops.sum(x)

    def get_config(self):
        return {}


@pytest.fixture
def model():
    inner = keras.Sequential([Doubled(), L.Dense(2, activation=steep, kernel_initializer=Tenth())])
    return keras.Sequential([keras.Input((3,)), inner, L.Dense(1, activation="relu", kernel_regularizer=Registered())])


def test_layers_functions_and_what_layers_hold_by_their_names(model):
    found = custom_objects(model)
    assert {name: found[name] for name in ("Doubled", "steep", "Tenth", "Registered", "mine>Registered")} == {
        "Doubled": Doubled, "steep": steep, "Tenth": Tenth, "Registered": Registered, "mine>Registered": Registered,
    }  # fmt: skip
    assert custom_objects(keras.Sequential([keras.Input((3,)), L.Dense(1, activation="relu")])) == {}


def test_a_saved_model_says_what_it_needs_until_that_is_known(model, monkeypatch):
    known, config = keras.saving.get_custom_objects(), keras.saving.serialize_keras_object(model)
    for name in ("Doubled", "steep", "Tenth"):  # as other tests may have left them
        monkeypatch.delitem(known, name, raising=False)
    monkeypatch.setitem(known, "mine>Registered", Registered)
    assert set(unknown_objects(config)) == {("class", "Doubled"), ("function", "steep"), ("class", "Tenth")}
    for name, one in custom_objects(model).items():
        monkeypatch.setitem(known, name, one)
    assert list(unknown_objects(config)) == []


def test_a_lambda_has_no_name_under_which_it_could_be_found(model):
    assert unnamed_in(model) is None
    model.add(L.Dense(1, activation=lambda x: x, name="last"))
    assert unnamed_in(model) == "last"
    assert "<lambda>" not in custom_objects(model)
