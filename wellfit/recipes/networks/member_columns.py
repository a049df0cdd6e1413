"""Columns that are read or not by a variable, so that each fold of a population has its own."""

from typing import Any

from wellfit.backend import keras
from wellfit.recipes.regularization import KEPT


class MemberColumns(keras.layers.Layer):
    """Like `keras.layers.Rescaling` with a scale of 1 and 0 for each column [rows, columns]; in the engine only."""

    def build(self, shape: Any) -> None:
        """Make the scale a variable; no gradient reaches it."""
        self.kept = self.add_weight(shape=(shape[-1],), initializer="ones", trainable=False, name=KEPT)

    def call(self, inputs: Any) -> Any:
        """Zero, which is the mean, in place of what is not read."""
        return inputs * self.kept

    def compute_output_shape(self, shape: Any) -> Any:
        """That of the input."""
        return shape
