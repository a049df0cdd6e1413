"""What every network description can do."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

    from wellfit.recipes.networks.layers import Layers

Shapes = Mapping[str, tuple[int, ...]]


class Network(ABC):
    """An architecture as plain values, built into a Keras model for given data.

    Concrete networks are frozen dataclasses, so that a recipe can be compared, hashed and stored.
    """

    @abstractmethod
    def inputs(self, shapes: Shapes) -> tuple[str, ...]:
        """The blocks of the dataset it takes, in the order of the model's inputs."""

    @abstractmethod
    def build(self, shapes: Shapes, outputs: int, layers: "Layers") -> "keras.Model":
        """The model from blocks of these per-row shapes to `outputs` units, its layers made by `layers`."""

    @abstractmethod
    def scaled(self, factor: float) -> "Network":
        """The same architecture with hidden layers `factor` times as wide."""

    @property
    @abstractmethod
    def description(self) -> str:
        """Short words for people, such as "dense 64-64"."""
