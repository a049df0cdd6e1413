"""An optimizer as plain values, and the stock Keras one made of them."""

import pytest

from wellfit.backend import keras
from wellfit.errors import OptionError
from wellfit.recipes.optimizer import NAMES, Optimizer

KERAS = {"adam": keras.optimizers.Adam, "rmsprop": keras.optimizers.RMSprop, "sgd": keras.optimizers.SGD}


def test_every_name_is_tested():
    assert set(NAMES) == set(KERAS)


@pytest.mark.parametrize("name", NAMES)
def test_it_builds_the_stock_optimizer(name):
    built = Optimizer(name=name, learning_rate=0.25, weight_decay=0.5).build()
    assert type(built) is KERAS[name]
    assert float(built.learning_rate) == 0.25
    assert built.weight_decay == 0.5
    assert Optimizer(name=name).build().weight_decay is None


@pytest.mark.parametrize("name", ["rmsprop", "sgd"])
def test_momentum_arrives(name):
    assert Optimizer(name=name, momentum=0.75).build().momentum == 0.75


@pytest.mark.parametrize(
    "values, message",
    [
        ({"name": "adamax"}, "There is no optimizer 'adamax' here; expected one of adam, rmsprop, sgd."),
        ({"learning_rate": 0.0}, "A learning rate must be above 0, received 0.0."),
        ({"learning_rate": float("nan")}, "A learning rate must be above 0, received nan."),
        ({"momentum": 1.0}, "Momentum must be at least 0 and below 1, received 1.0."),
        ({"momentum": -0.1}, "Momentum must be at least 0 and below 1, received -0.1."),
        ({"weight_decay": -1.0}, "Weight decay must be at least 0, received -1.0."),
    ],
)
def test_values_that_make_no_optimizer_are_refused(values, message):
    with pytest.raises(OptionError) as caught:
        Optimizer(**values)
    assert str(caught.value) == message
