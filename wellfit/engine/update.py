"""What is done to gradients, rates and weights beside the optimizer's step, with values of each member's own."""

from collections.abc import Sequence

import jax.numpy as jnp
from jaxtyping import Array, Float

from wellfit.backend import keras
from wellfit.engine.state import Leaf, Plateau, Rates

# What an improvement of the validation loss must exceed: that of `keras.callbacks.ReduceLROnPlateau`.
LEAST = 1e-4


def cut_back(kernel: Float[Array, "*inputs units"], limit: Leaf) -> Float[Array, "*inputs units"]:
    """The kernel with the column of each unit cut back to this length, as `keras.constraints.MaxNorm`; 0 for any."""
    axes = tuple(range(kernel.ndim - 1))
    norms = jnp.sqrt(jnp.sum(jnp.square(kernel), axis=axes, keepdims=True))
    cut = kernel * (jnp.clip(norms, 0, limit) / (keras.config.epsilon() + norms))
    return jnp.where(limit > 0, cut, kernel)


def clipped(gradients: Sequence[Leaf], limit: Leaf) -> list[Leaf]:
    """All gradients cut back so that together they are no longer than this; 0 for any length."""
    length = jnp.sqrt(sum((jnp.sum(jnp.square(gradient)) for gradient in gradients), jnp.float32(0)))
    factor = jnp.where(limit > 0, jnp.minimum(1.0, limit / length), 1.0)
    return [gradient * factor for gradient in gradients]


def rate_factor(rates: Rates, step: Leaf) -> Float[Array, ""]:
    """What the learning rate is multiplied by in this step (0-based)."""
    done = jnp.asarray(step, jnp.float32)
    warm = jnp.where(rates.warm_up > 0, jnp.minimum(done / jnp.maximum(rates.warm_up, 1e-9), 1.0), 1.0)
    after = jnp.maximum(done - rates.warm_up, 0.0)
    wave = 0.5 * (1.0 + jnp.cos(jnp.pi * jnp.minimum(after / rates.cosine, 1.0)))
    return warm * wave * rates.factor ** jnp.floor(after / rates.every)


def averaged(average: Sequence[Leaf], trainable: Sequence[Leaf], momentum: Leaf, step: Leaf) -> list[Leaf]:
    """The moving average after a step (0-based), which begins with the weights after the first."""
    kept = jnp.where(step > 0, momentum, 0.0)
    return [kept * old + (1.0 - kept) * new for old, new in zip(average, trainable, strict=True)]


def waited(plateau: Plateau, loss: Leaf, rate: Leaf) -> tuple[Plateau, Float[Array, "..."]]:
    """The plateau and the learning rate after an epoch of this validation loss."""
    better = loss < plateau.lowest - LEAST
    lowest = jnp.where(better, loss, plateau.lowest)
    epochs = jnp.where(better, 0.0, plateau.waited + 1.0)
    over = epochs >= plateau.patience
    new = Plateau(lowest, jnp.where(over, 0.0, epochs), plateau.patience, plateau.factor)
    return new, jnp.where(over, rate * plateau.factor, rate)
