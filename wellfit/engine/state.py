"""What one member carries from step to step, and what makes it differ from its neighbours."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import jax
import numpy as np

from wellfit.data.pipeline.target import Scale

# JAX arrays inside the program, NumPy arrays on the host before and after it.
Leaf: TypeAlias = jax.Array | np.ndarray

# Where Keras' optimizers have their number of steps, and their learning rate, among their variables.
STEP, RATE = 0, 1


class Weights(NamedTuple):
    """The variables of a Keras model, in Keras' order; `fixed` holds statistics, seeds and dropout rates.

    `average` is the moving average of the trainable ones, where a program has members with one; else empty.
    """

    trainable: Sequence[Leaf]
    fixed: Sequence[Leaf]
    average: Sequence[Leaf] = ()

    @property
    def predicting(self) -> "Weights":
        """Those that predictions are made with."""
        return Weights(self.average or self.trainable, self.fixed)


class Held(NamedTuple):
    """What holds biases and the length of kernels' columns down; a `max_norm` of 0 is any length."""

    bias_l1: Leaf
    bias_l2: Leaf
    max_norm: Leaf


class Rates(NamedTuple):
    """When the learning rate changes, in steps, and by how much; infinite where it never does, see `Schedule`."""

    warm_up: Leaf
    cosine: Leaf
    every: Leaf
    factor: Leaf


class Amounts(NamedTuple):
    """By how much pictures are changed, see `Augmentation`."""

    flip: Leaf
    rotation: Leaf
    zoom: Leaf
    shift: Leaf
    brightness: Leaf
    contrast: Leaf
    colour: Leaf
    erasing: Leaf


class Seen(NamedTuple):
    """What a member makes of rows: smoothing, quantiles of the shares that are mixed, a weight for each class.

    `chance` is what the shares of the member's stream are drawn from, and the changes of its pictures.
    """

    smoothing: Leaf
    shares: Leaf
    class_weights: Leaf
    chance: Leaf
    amounts: Amounts


class Hyper(NamedTuple):
    """Per-member values that enter the step as traced scalars (the learning rate rides in the optimizer).

    `scale` is that of a regression's target in the member's fold; None for classes.
    """

    l1: Leaf
    l2: Leaf
    weight_decay: Leaf
    held: Held
    rates: Rates
    seen: Seen
    clip_norm: Leaf
    average: Leaf
    scale: Scale | None = None


class Best(NamedTuple):
    """The member at the epoch of its lowest validation loss, and its loss on each selection row then."""

    loss: Leaf
    epoch: Leaf
    weights: Weights
    rows: Leaf


class Plateau(NamedTuple):
    """The lowest validation loss so far, epochs since then, and when and by what the learning rate falls."""

    lowest: Leaf
    waited: Leaf
    patience: Leaf
    factor: Leaf


class Member(NamedTuple):
    """Everything that changes while a member trains. In a population each leaf has leading axes [streams, recipes].

    `plateau` is there where the rate of some member of the program waits for one.
    """

    weights: Weights
    optimizer: Sequence[Leaf]
    epoch: Leaf
    best: Best
    last_rows: Leaf
    plateau: Plateau | None = None


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
