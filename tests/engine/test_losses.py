"""Loss and metric of a row, against numbers computed by hand and against Keras."""

import jax
import jax.numpy as jnp
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellfit.backend import keras
from wellfit.data.pipeline import TargetEncoder
from wellfit.data.task import Task
from wellfit.engine.losses import row_loss, row_metric

BINARY = Task(kind="binary", target="y", classes=("no", "yes"))
MULTICLASS = Task(kind="multiclass", target="y", classes=("a", "b", "c"))
REGRESSION = Task(kind="regression", target="y")
LOGITS = st.lists(st.floats(-10, 10, width=32), min_size=3, max_size=3)


def encoder(task, values):
    return TargetEncoder.fit(pl.Series(values), task)


def test_binary_by_hand():
    outputs, truth = jnp.array([[0.0], [np.log(3.0)], [np.log(3.0)]]), jnp.array([1.0, 1.0, 0.0])
    expected = [np.log(2), -np.log(0.75), -np.log(0.25)]
    np.testing.assert_allclose(row_loss(BINARY)(outputs, truth), expected, rtol=1e-6)
    assert row_metric(BINARY, encoder(BINARY, ["no", "yes"]))(outputs, truth, None).tolist() == [0, 1, 0]


def test_multiclass_by_hand():
    outputs, truth = jnp.log(jnp.array([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]])), jnp.array([0, 1])
    np.testing.assert_allclose(row_loss(MULTICLASS)(outputs, truth), [-np.log(0.5), -np.log(0.2)], rtol=1e-6)
    assert row_metric(MULTICLASS, encoder(MULTICLASS, ["a", "b", "c"]))(outputs, truth, None).tolist() == [1, 0]


def test_the_error_of_a_number_is_in_its_own_units():
    target = encoder(REGRESSION, [10.0, 20.0, 30.0])
    outputs, truth = jnp.array([[0.0]]), jnp.asarray(target.encode(pl.Series([30.0])))
    np.testing.assert_allclose(row_loss(REGRESSION)(outputs, truth), truth**2, rtol=1e-6)
    np.testing.assert_allclose(row_metric(REGRESSION, target)(outputs, truth, None), [10.0], rtol=1e-5)


def test_a_true_number_far_from_the_training_rows_is_not_made_smaller():
    target = encoder(REGRESSION, [10.0, 20.0, 30.0])
    truth = jnp.asarray(target.encode(pl.Series([500.0])))
    outputs = jnp.array([[0.0], [1e6]])  # 20, and as far as an output may reach: 50
    found = row_metric(REGRESSION, target)(outputs, jnp.repeat(truth, 2), None)
    np.testing.assert_allclose(found, [480.0, 450.0], rtol=1e-5)


@settings(deadline=None)  # the first call compiles
@given(LOGITS)
def test_cross_entropies_are_those_of_keras(logits):
    outputs = jnp.asarray(logits, jnp.float32)
    truth = jnp.array([0.0, 1.0, 1.0])
    theirs = keras.losses.binary_crossentropy(truth[:, None], outputs[:, None], from_logits=True)
    np.testing.assert_allclose(row_loss(BINARY)(outputs[:, None], truth), theirs, rtol=1e-5, atol=1e-6)
    three, label = outputs[None, :], jnp.array([2])
    theirs = keras.losses.sparse_categorical_crossentropy(label, three, from_logits=True)
    np.testing.assert_allclose(row_loss(MULTICLASS)(three, label), theirs, rtol=1e-5, atol=1e-6)


def test_a_logit_of_zero_has_the_gradient_of_the_probability():
    """Half of what dropout silences has a logit of exactly zero, where |x| has no derivative."""
    slope = jax.grad(lambda logit: row_loss(BINARY)(logit[None, None], jnp.ones(1))[0])(jnp.float32(0))
    assert slope == pytest.approx(-0.5)


@pytest.mark.parametrize("logit", [1e4, -1e4])
def test_extreme_logits_keep_a_finite_loss_and_a_gradient(logit):
    def loss(value):
        return row_loss(BINARY)(value[None, None], jnp.array([0.0 if logit > 0 else 1.0]))[0]

    value, slope = jax.value_and_grad(loss)(jnp.float32(logit))
    assert value == pytest.approx(abs(logit))
    assert abs(slope) == 1
