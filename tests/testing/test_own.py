"""The certificate for models of one's own: trained together they are what plain Keras trains."""

from collections.abc import Callable

import pytest

from wellfit.backend import keras
from wellfit.engine.plans.plan import Plan
from wellfit.recipes.networks.own.recipe import own_recipe
from wellfit.testing import assert_equivalent

L = keras.layers


class Doubled(keras.layers.Layer):
    """A layer of somebody's own, with a weight that it starts without saying how."""

    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), initializer="uniform", name="scale")

    def call(self, x):
        return 2 * x * self.scale


class Subclassed(keras.Model):
    def __init__(self, units=5, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.hidden = L.Dense(units, activation="tanh", kernel_regularizer="l2")
        self.silence = L.Dropout(0.3)
        self.last = L.Dense(1, activation="sigmoid")

    def call(self, x, training=False):
        return self.last(self.silence(self.hidden(x), training=training))


def sequential():
    model = keras.Sequential(
        [
            keras.Input((3,)),
            L.Dense(6, activation="relu", kernel_regularizer=keras.regularizers.L2(0.01)),
            L.BatchNormalization(),
            L.Dropout(0.4, seed=3),
            L.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(keras.optimizers.Adam(0.005, beta_1=0.8, clipnorm=0.5), "binary_crossentropy")
    return model


def branched():
    """Two inputs of the same columns, a shared layer, two ways that meet again."""
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    shared = L.Dense(4, activation="elu", kernel_initializer=keras.initializers.HeNormal(seed=1))
    both = L.Add()([shared(a), shared(b)])
    wide = L.Dense(2)(a)
    y = L.Dense(3)(L.Concatenate()([both, Doubled()(wide)]))
    model = keras.Model([a, b], y)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Nadam(0.003), loss)
    return model


def subclassed():
    model = Subclassed()
    model.compile(keras.optimizers.AdamW(0.004, weight_decay=0.05), "binary_crossentropy")
    return model


def recurrent():
    model = keras.Sequential(
        [keras.Input((None,), dtype="int32"), L.Embedding(40, 4, mask_zero=True), L.LSTM(3), L.Dense(1, "sigmoid")]
    )
    model.compile(keras.optimizers.RMSprop(0.003, centered=True), "binary_crossentropy")
    return model


def of_prices():
    model = keras.Sequential([keras.Input((2,)), L.Dense(5, activation="swish"), L.Dense(1)])
    model.compile(keras.optimizers.SGD(0.02, momentum=0.9, nesterov=True), "mse")
    return model


def convolutional():
    model = keras.Sequential(
        [
            keras.Input((6, 6, 1)),
            L.Conv2D(2, 3, activation="relu"),
            L.Flatten(),
            L.Dense(2, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy")
    return model


MODELS: dict[str, tuple[Callable[[], keras.Model], str]] = {
    "sequential": (sequential, "binary"),
    "branched": (branched, "multiclass"),
    "subclassed": (subclassed, "binary"),
    "recurrent": (recurrent, "texts"),
    "prices": (of_prices, "prices"),
    "convolutional": (convolutional, "pictures"),
}


# Shared layers, several inputs and a layer of one's own; and the one that a function makes.
@pytest.mark.quick("branched", "subclassed")
@pytest.mark.parametrize("name", MODELS)
def test_a_model_of_ones_own_trains_as_in_plain_keras(name, dataset, session):
    make, data = MODELS[name]
    recipe = own_recipe(make if name == "subclassed" else make(), dataset(data), batch_size=16).recipe
    plan = Plan(layout="together" if name != "recurrent" else "turns")
    certificate = assert_equivalent(recipe, dataset(data), plans=[plan], session=session)
    assert certificate.members == 2
