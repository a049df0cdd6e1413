"""Objects of Keras as calls: what they say is what was saved, and nothing else can be named."""

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.code.objects import expression, short
from wellfit.errors import StudyError

LAYERS = {
    'keras.layers.Dense(64, activation="relu")': lambda: keras.layers.Dense(64, activation="relu"),
    "keras.layers.Dense(3, use_bias=False)": lambda: keras.layers.Dense(3, use_bias=False, name="a'b"),
    "keras.layers.Dense(3, kernel_regularizer=keras.regularizers.L2(0.001))": lambda: keras.layers.Dense(
        3, kernel_regularizer=keras.regularizers.L1L2(l2=0.001)
    ),
    "keras.layers.Dense(3, kernel_regularizer=keras.regularizers.L1L2(l1=0.1, l2=0.001))": lambda: keras.layers.Dense(
        3, kernel_regularizer=keras.regularizers.L1L2(l1=0.1, l2=0.001)
    ),
    "keras.layers.Dense(3, kernel_initializer=keras.initializers.HeNormal())": lambda: keras.layers.Dense(
        3, kernel_initializer=keras.initializers.HeNormal(seed=3)
    ),
    "keras.layers.Dense(3, trainable=False)": lambda: keras.layers.Dense(3, trainable=False),
    "keras.layers.Dropout(0.3)": lambda: keras.layers.Dropout(0.3, seed=1),
    "keras.layers.BatchNormalization(momentum=0.9)": lambda: keras.layers.BatchNormalization(momentum=0.9),
    'keras.layers.Conv2D(8, (3, 3), padding="same")': lambda: keras.layers.Conv2D(8, 3, padding="same"),
    "keras.layers.Embedding(100, 16)": lambda: keras.layers.Embedding(100, 16),
    "keras.optimizers.RMSprop(learning_rate=0.01, momentum=0.9)": lambda: keras.optimizers.RMSprop(0.01, momentum=0.9),
    "keras.optimizers.SGD(learning_rate=keras.optimizers.schedules.CosineDecay(0.1, 100))": lambda: (
        keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, 100))
    ),
}


@pytest.mark.parametrize("source", LAYERS)
def test_a_saved_object_is_the_call_that_made_it(source):
    made = LAYERS[source]()
    assert expression(keras.saving.serialize_keras_object(made)) == source


@pytest.mark.parametrize("source", LAYERS)
def test_the_call_makes_the_same_object(source):
    ours, theirs = eval(source, {"keras": keras}).get_config(), LAYERS[source]().get_config()
    for name in set(theirs) - {"name", "kernel_initializer", "kernel_regularizer", "seed", "learning_rate"}:
        assert ours[name] == theirs[name], name


HOSTILE = {
    "lambda": {"module": "keras.layers", "class_name": "Lambda", "config": {"function": {"class_name": "__lambda__"}}},
    "own class": {"module": "my.layers", "class_name": "Mine", "config": {}},
    "no class": {"module": "keras.layers", "class_name": "x); import os; (", "config": {}},
    "a module": {"module": "keras", "class_name": "layers", "config": {}},
    "nothing": {"config": {}},
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_not_stock_is_refused(case):
    with pytest.raises(StudyError, match="which a plain Keras script cannot name; expected were stock layers of Keras"):
        expression(HOSTILE[case])


def test_a_number_that_went_through_float32_is_as_it_was_written():
    for value in (0.001, 0.1, 3e-4, 1e-7):
        assert short(float(np.float32(value))) == value
    assert short(1 / 3) == pytest.approx(1 / 3, rel=1e-7)
