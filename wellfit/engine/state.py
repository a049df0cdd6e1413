"""What one member carries from step to step, and what makes it differ from its neighbours."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import jax
import numpy as np

from wellfit.data.pipeline.target import Scale

# JAX arrays inside the program, NumPy arrays on the host before and after it.
Leaf: TypeAlias = jax.Array | np.ndarray


class Weights(NamedTuple):
    """The variables of a Keras model, in Keras' order; `fixed` holds statistics, seeds and dropout rates."""

    trainable: Sequence[Leaf]
    fixed: Sequence[Leaf]


class Hyper(NamedTuple):
    """Per-member values that enter the step as traced scalars (the learning rate rides in the optimizer).

    `scale` is that of a regression's target in the member's fold; None for classes.
    """

    l1: Leaf
    l2: Leaf
    weight_decay: Leaf
    scale: Scale | None = None


class Best(NamedTuple):
    """The member at the epoch of its lowest validation loss, and its loss on each selection row then."""

    loss: Leaf
    epoch: Leaf
    weights: Weights
    rows: Leaf


class Member(NamedTuple):
    """Everything that changes while a member trains. In a population each leaf has leading axes [streams, recipes]."""

    weights: Weights
    optimizer: Sequence[Leaf]
    epoch: Leaf
    best: Best
    last_rows: Leaf


class Measures(NamedTuple):
    """One epoch of one member; losses without penalty, metrics in the task's terms.

    `train_*` are means over the epoch's batches in training mode, as Keras reports them.
    """

    train_loss: Leaf
    train_metric: Leaf
    penalty: Leaf
    validation_loss: Leaf
    validation_metric: Leaf
    selection_loss: Leaf
    selection_metric: Leaf
