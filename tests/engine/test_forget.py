"""A loss that lies where another lay before counts, once Keras has forgotten the other."""

import jax.numpy as jnp

from wellfit.backend import keras
from wellfit.engine.forget import forget_losses


class Adds(keras.layers.Layer):
    """Adds a loss that it is told."""

    told = None

    def call(self, x):
        if self.told is not None:
            self.add_loss(self.told)
        return x


def test_a_loss_at_the_place_of_an_old_one_counts():
    first, second, loss = Adds(), Adds(), jnp.float32(1)
    model = keras.Sequential([keras.Input((2,)), first, second])

    def losses():
        return model.stateless_call([], [], jnp.ones((1, 2)), training=True, return_losses=True)[2]

    second.told = loss
    assert losses() == [loss]
    first.told, second.told = loss, None
    forget_losses(model)
    assert losses() == [loss]
