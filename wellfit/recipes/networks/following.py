"""What a recipe puts around a hidden layer: normalization before its activation, chance and penalties behind it."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from wellfit.backend import keras
from wellfit.recipes.networks.member_dropout import MemberDropout
from wellfit.recipes.networks.member_noise import (
    MemberActivity,
    MemberGaussianDropout,
    MemberGaussianNoise,
    MemberSpatialDropout,
)
from wellfit.recipes.regularization import Regularization

# Of the moving statistics that predictions use. Keras' 0.99 takes hundreds of steps to forget where they begin, at a
# mean of 0 and a variance of 1: on small data, where an epoch has a few steps, predictions are chance until then.
MOMENTUM = 0.9
# What seeds are drawn for, beside dropout: no two layers share a sequence.
_NOISE, _GAUSSIAN_DROPOUT, _SPATIAL = 1, 2, 3


class Following(NamedTuple):
    """Makes these layers: stock ones, or with `members` those whose strengths are variables."""

    regularization: Regularization
    seed: int
    members: bool

    def normalization(self, name: str) -> keras.layers.Layer:
        """Over the batch or over the units, whichever the recipe asks for."""
        if self.regularization.layer_normalization:
            return keras.layers.LayerNormalization(name=name)
        return batch_normalization(name)

    def dropout(self, number: int, name: str) -> keras.layers.Layer:
        """Of single units, behind the hidden layer of this number."""
        # Apart from the starts' numbers, so that dropout does not change where a network begins.
        seed = int(np.random.SeedSequence([self.seed, 0, number]).generate_state(1)[0] >> 1)
        kind = MemberDropout if self.members else keras.layers.Dropout
        return kind(self.regularization.dropout, seed=seed, name=name)

    def behind(self, number: int, name: str, *, dropout: bool = True) -> Iterator[keras.layers.Layer]:
        """Penalty of the outputs, dropout and noise, behind the hidden layer of this number and name."""
        noise, limits = self.regularization.noise, self.regularization.limits
        if limits.on_activity:
            penalty = MemberActivity if self.members else keras.layers.ActivityRegularization
            yield penalty(limits.activity_l1, limits.activity_l2, name=f"activity_penalty_{name}")
        if dropout and self.regularization.dropout:
            yield self.dropout(number, f"dropout_{name}")
        if noise.gaussian:
            added = MemberGaussianNoise if self.members else keras.layers.GaussianNoise
            yield added(noise.gaussian, seed=self._drawn(_NOISE, number), name=f"noise_{name}")
        if noise.gaussian_dropout:
            factors = MemberGaussianDropout if self.members else keras.layers.GaussianDropout
            seed = self._drawn(_GAUSSIAN_DROPOUT, number)
            yield factors(noise.gaussian_dropout, seed=seed, name=f"gaussian_dropout_{name}")

    def spatial(self, axes: int, number: int, name: str) -> keras.layers.Layer:
        """Dropout of whole channels, of sequences (one axis) or pictures (two)."""
        seed, rate = self._drawn(_SPATIAL, number), self.regularization.noise.spatial_dropout
        if self.members:
            return MemberSpatialDropout(rate, seed=seed, name=name)
        kinds = {1: keras.layers.SpatialDropout1D, 2: keras.layers.SpatialDropout2D, 3: keras.layers.SpatialDropout3D}
        return kinds[axes](rate, seed=seed, name=name)

    def _drawn(self, what: int, number: int) -> int:
        return int(np.random.SeedSequence([self.seed, 0, number, what]).generate_state(1)[0] >> 1)


def batch_normalization(name: str) -> keras.layers.Layer:
    """Over the batch, with moving statistics that keep up where epochs have few steps."""
    return keras.layers.BatchNormalization(momentum=MOMENTUM, name=name)


def max_norm(limit: float, axes: int) -> keras.constraints.Constraint | None:
    """Cuts a kernel of so many axes back to columns of at most this length; None for any length."""
    if not limit:
        return None
    return keras.constraints.MaxNorm(limit, axis=0 if axes == 2 else list(range(axes - 1)))
