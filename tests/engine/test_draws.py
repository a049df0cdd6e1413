"""Starts drawn by NumPy are those that Keras draws on JAX, bit for bit."""

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellfit.backend import keras
from wellfit.engine import draws
from wellfit.engine.draws import bits, built, uniform


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_bits_are_those_of_threefry(first, second):
    key = np.array([first, second], np.uint32)
    np.testing.assert_array_equal(bits(np.uint32(first), np.uint32(second), 40), jax.random.bits(key, (40,)))


def test_blocks_follow_one_another(monkeypatch):
    monkeypatch.setattr(draws, "BLOCK", 7)
    key = np.array([3, 4], np.uint32)
    np.testing.assert_array_equal(bits(np.uint32(3), np.uint32(4), 40), jax.random.bits(key, (40,)))


@pytest.mark.parametrize("most", [0, draws.MOST])
def test_a_uniform_is_that_of_jax_whoever_draws_it(most, monkeypatch):
    monkeypatch.setattr(draws, "MOST", most)
    key = np.array([9, 0], np.uint32)
    np.testing.assert_array_equal(
        uniform(9, (50, 33), -0.07, 0.07), jax.random.uniform(key, (50, 33), np.float32, -0.07, 0.07)
    )


def layers():
    return [
        keras.Input((8, 3)),
        keras.layers.Conv1D(4, 3, kernel_initializer=keras.initializers.GlorotUniform(seed=1)),
        keras.layers.BatchNormalization(),
        keras.layers.Dropout(0.2, seed=5),
        keras.layers.GRU(
            3,
            seed=6,
            kernel_initializer=keras.initializers.GlorotUniform(seed=2),
            recurrent_initializer=keras.initializers.Orthogonal(seed=3),
        ),
        keras.layers.Dense(2, kernel_initializer=keras.initializers.HeNormal(seed=4)),
    ]


def test_a_model_starts_as_keras_starts_it():
    ours, theirs = built(lambda: keras.Sequential(layers()), lambda model: model.variables), keras.Sequential(layers())
    for mine, stock in zip(ours.variables, theirs.variables, strict=True):
        assert mine.dtype == stock.dtype
        np.testing.assert_array_equal(np.asarray(mine.value), np.asarray(stock.value), err_msg=stock.path)


def test_no_program_is_compiled_for_it(monkeypatch):
    """What Keras would draw by a program for each shape: uniform kernels, zeros and ones."""

    def refused(*_given, **_named):
        raise AssertionError("drawn by JAX")

    for name in ("uniform", "bits"):
        monkeypatch.setattr(jax.random, name, refused)
    for name in ("zeros", "ones"):
        monkeypatch.setattr(jax.numpy, name, refused)
    start = keras.initializers.GlorotUniform(seed=1)
    model = built(
        lambda: keras.Sequential([keras.Input((5,)), keras.layers.Dense(7, kernel_initializer=start)]),
        lambda model: model.variables,
    )
    assert np.ptp(np.asarray(model.variables[0].value)) > 0
