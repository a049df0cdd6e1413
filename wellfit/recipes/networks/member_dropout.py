"""Dropout whose rate is a variable, so that each member of a population has its own."""

from typing import Any

from wellfit.backend import keras


class MemberDropout(keras.layers.Layer):
    """Like `keras.layers.Dropout`, with the rate among the non-trainable variables.

    It draws the same mask as the stock layer does from the same seed state, and exists inside the
    engine only: an exported model has the stock layer.
    """

    def __init__(self, rate: float, *, seed: int, name: str) -> None:
        super().__init__(name=name)
        self._start = rate
        self.seed_generator = keras.random.SeedGenerator(seed)

    def build(self, _shape: Any) -> None:
        """Make the rate a variable; no gradient reaches it."""
        self.rate = self.add_weight(
            shape=(), initializer=keras.initializers.Constant(self._start), trainable=False, name="dropout_rate"
        )

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Zero a share `rate` of the inputs and scale up the rest, in training only."""
        if not training:
            return inputs
        # keras.random.dropout asks `rate == 0.0`, which a traced rate cannot answer.
        keep = 1.0 - self.rate
        kept = keras.random.uniform(keras.ops.shape(inputs), seed=self.seed_generator) < keep
        return keras.ops.where(kept, inputs / keep, keras.ops.zeros_like(inputs))

    def compute_output_shape(self, shape: Any) -> Any:
        """Dropout keeps the shape."""
        return shape
