"""A stand-in goes to its own product where a dense layer multiplies it, and is made dense elsewhere."""

from dataclasses import dataclass, field

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.engine.lowering import StandIn, dense, lowered

ROWS = jnp.array([[0.0, 1.0, 0.0], [2.0, 0.0, 1.0]])
KERNEL = jnp.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])


@dataclass(frozen=True)
class Noted:
    """Stands for `array`, and notes what is asked of it."""

    array: jax.Array
    asked: list[str] = field(default_factory=list)

    @property
    def shape(self):
        return self.array.shape

    @property
    def dtype(self):
        return self.array.dtype

    def dense(self):
        self.asked.append("dense")
        return self.array

    def product(self, kernel):
        self.asked.append("product")
        return self.array @ kernel


# A function of rows and kernel, and what it asks of the stand-in.
FUNCTIONS = {
    "product": (lambda x, k: x @ k, ["product"]),
    "product in jit": (jax.jit(lambda x, k: jnp.matmul(x, k) + 1), ["product"]),
    "converted": (lambda x, k: jnp.asarray(x, jnp.float32) @ k, ["product"]),
    "two products": (lambda x, k: (x @ k, x @ (2 * k)), ["product", "product"]),
    "product and sum": (lambda x, k: (x @ k, x + 1), ["product", "dense"]),
    "of itself": (lambda x, k: (x.T @ x) @ k, ["dense", "dense"]),
    "transposed": (lambda x, k: k.T @ x.T, ["dense"]),
    "on the right": (lambda x, k: k[:2, :2] @ x, ["dense"]),
    "other type": (lambda x, k: x.astype(jnp.float16) @ k.astype(jnp.float16), ["dense"]),
    "untouched": (lambda x, k: 2 * k, []),
    "given back": (lambda x, k: x, ["dense"]),
    "in a branch": (lambda x, k: jax.lax.cond(k[0, 0] > 0, lambda x: x @ k, lambda x: -x @ k, x), ["dense"]),
}


@pytest.mark.parametrize("function, asked", FUNCTIONS.values(), ids=FUNCTIONS)
@pytest.mark.parametrize("platform", ["cpu", "gpu"])
def test_it_is_multiplied_by_itself_and_made_dense_for_all_else(function, asked, platform):
    rows = Noted(ROWS)
    outputs = lowered(function, platform=platform)(rows, KERNEL)
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-6), outputs, function(ROWS, KERNEL))
    assert rows.asked == asked


def test_a_keras_network_takes_it_beside_another_input():
    words, table = keras.Input((3,)), keras.Input((2,))
    model = keras.Model(
        [words, table], keras.layers.Concatenate()([keras.layers.Dense(4, activation="relu")(words), table])
    )
    call = lowered(lambda weights, fixed, x: model.stateless_call(weights, fixed, x, training=True)[0])
    weights = [variable.value for variable in model.trainable_variables]

    def loss(weights, x):
        return jnp.sum(jnp.sin(call(weights, [], x)))

    rows = Noted(ROWS)
    found, gradient = jax.value_and_grad(loss)(weights, [rows, ROWS[:, :2]])
    assert rows.asked == ["product"]
    expected, plain = jax.value_and_grad(loss)(weights, [ROWS, ROWS[:, :2]])
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-6), gradient, plain)


def test_members_share_it():
    rows, kernels = Noted(ROWS), jnp.stack([KERNEL, -KERNEL])
    fast = lowered(lambda x, k: x @ k)
    np.testing.assert_allclose(jax.vmap(lambda k: fast(rows, k))(kernels), ROWS @ kernels, rtol=1e-6)
    assert rows.asked == ["product"]


def test_an_array_is_no_standin():
    assert isinstance(Noted(ROWS), StandIn)
    assert dense(ROWS) is ROWS
    assert not isinstance(np.ones(2), StandIn)
