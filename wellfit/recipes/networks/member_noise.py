"""Noise and penalties whose strength is a variable, so that each member of a population has its own.

Each draws what the stock layer of Keras draws from the same seed state, and exists inside the engine only.
"""

from typing import Any

from wellfit.backend import keras

ops = keras.ops


class _Rated(keras.layers.Layer):
    """A layer with strengths among its non-trainable variables; it keeps the shape of its input."""

    def __init__(self, strengths: dict[str, float], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._strengths = strengths
        self.supports_masking = True

    def build(self, _shape: Any) -> None:
        """Make the strengths variables; no gradient reaches them."""
        self.values = {
            name: self.add_weight(shape=(), initializer=keras.initializers.Constant(value), trainable=False, name=name)
            for name, value in self._strengths.items()
        }

    def compute_output_shape(self, shape: Any) -> Any:
        """That of the input."""
        return shape


class MemberSpatialDropout(_Rated):
    """Like `keras.layers.SpatialDropout1D` and its kin: a channel [rows, …, channels] is silent as a whole."""

    def __init__(self, rate: float, *, seed: int, name: str) -> None:
        super().__init__({"spatial_rate": rate}, name=name)
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Zero a share of the channels and scale up the rest, in training only."""
        if not training:
            return inputs
        rows, *between, channels = ops.shape(inputs)
        keep = 1.0 - self.values["spatial_rate"]
        kept = keras.random.uniform((rows, *(1 for _ in between), channels), seed=self.seed_generator) < keep
        return ops.where(kept, inputs / keep, ops.zeros_like(inputs))


class MemberGaussianNoise(_Rated):
    """Like `keras.layers.GaussianNoise`."""

    def __init__(self, deviation: float, *, seed: int, name: str) -> None:
        super().__init__({"noise_deviation": deviation}, name=name)
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Add noise, in training only."""
        if not training:
            return inputs
        drawn = keras.random.normal(ops.shape(inputs), seed=self.seed_generator)
        return inputs + self.values["noise_deviation"] * drawn


class MemberGaussianDropout(_Rated):
    """Like `keras.layers.GaussianDropout`."""

    def __init__(self, rate: float, *, seed: int, name: str) -> None:
        super().__init__({"noise_rate": rate}, name=name)
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Multiply by factors around 1, in training only."""
        if not training:
            return inputs
        rate = self.values["noise_rate"]
        drawn = keras.random.normal(ops.shape(inputs), seed=self.seed_generator)
        return inputs * (1.0 + ops.sqrt(rate / (1.0 - rate)) * drawn)


class MemberActivity(_Rated):
    """Like `keras.layers.ActivityRegularization`."""

    def __init__(self, l1: float, l2: float, *, name: str) -> None:
        super().__init__({"activity_l1": l1, "activity_l2": l2}, activity_regularizer=self._penalty, name=name)

    def call(self, inputs: Any) -> Any:
        """What is given; Keras adds the penalty of it to the model's losses."""
        return inputs

    def _penalty(self, outputs: Any) -> Any:
        absolute, square = ops.sum(ops.abs(outputs)), ops.sum(ops.square(outputs))
        return self.values["activity_l1"] * absolute + self.values["activity_l2"] * square
