"""What every network description can do."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING

from wellfit.errors import ModelError

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

    def deepened(self, layers: int) -> "Network":
        """The same architecture with so many hidden layers more, each as wide as the last; fewer where negative.

        Raises ModelError where no hidden layer would be left, there is none to begin with, or the architecture
        does not say how: not every network has a depth that can be changed.
        """
        raise ModelError(f"how a {type(self).__name__} becomes {'deeper' if layers > 0 else 'shallower'} is not known")

    @property
    @abstractmethod
    def description(self) -> str:
        """Short words for people, such as "dense 64-64"."""


def scaled_units(units: tuple[int, ...], factor: float) -> tuple[int, ...]:
    """Widths `factor` times as large, at least 1.

    >>> scaled_units((64, 3), 0.25)
    (16, 1)
    """
    return tuple(max(1, round(width * factor)) for width in units)


def deeper_units(units: tuple[int, ...], layers: int) -> tuple[int, ...]:
    """Widths of dense layers with so many more of the last, or fewer. Raises ModelError where none would be left.

    >>> deeper_units((64, 32), 2), deeper_units((64, 32), -1)
    ((64, 32, 32, 32), (64,))
    """
    if not units:
        raise ModelError("it has no dense hidden layer that could be repeated or left out")
    if len(units) + layers < 1:
        raise ModelError(f"of its {len(units)} dense hidden layers none would be left")
    return (*units, *units[-1:] * layers) if layers > 0 else units[: len(units) + layers]
