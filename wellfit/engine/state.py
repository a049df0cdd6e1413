"""What one member carries from step to step, and what makes it differ from its neighbours."""

from typing import NamedTuple

import jax


class Weights(NamedTuple):
    """The variables of a Keras model, in Keras' order; `fixed` holds statistics, seeds and dropout rates."""

    trainable: list[jax.Array]
    fixed: list[jax.Array]


class Hyper(NamedTuple):
    """Per-member values that enter the step as traced scalars (the learning rate rides in the optimizer)."""

    l1: jax.Array
    l2: jax.Array
    weight_decay: jax.Array


class Best(NamedTuple):
    """The member at the epoch of its lowest validation loss, and its loss on each selection row then."""

    loss: jax.Array
    epoch: jax.Array
    weights: Weights
    rows: jax.Array


class Member(NamedTuple):
    """Everything that changes while a member trains. In a population each leaf has leading axes [streams, recipes]."""

    weights: Weights
    optimizer: list[jax.Array]
    epoch: jax.Array
    best: Best
    last_rows: jax.Array


class Measures(NamedTuple):
    """One epoch of one member; losses without penalty, metrics in the task's terms.

    `train_*` are means over the epoch's batches in training mode, as Keras reports them.
    """

    train_loss: jax.Array
    train_metric: jax.Array
    penalty: jax.Array
    validation_loss: jax.Array
    validation_metric: jax.Array
    selection_loss: jax.Array
    selection_metric: jax.Array
