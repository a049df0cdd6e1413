"""Convolutions over steps, then dense layers."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wellfit.errors import ModelError, OptionError
from wellfit.recipes.networks.base import Network, Shapes, deeper_units, scaled_units
from wellfit.recipes.networks.beside import beside
from wellfit.recipes.networks.steps import read_steps, step_inputs

if TYPE_CHECKING:
    import keras

    from wellfit.recipes.networks.layers import Layers


@dataclass(frozen=True, kw_only=True)
class Convolution1DNetwork(Network):
    """For each of `filters` a convolution over the steps, max-pooling between them, then dense layers of `units` each.

    It reads the block "window" [steps, features] of a series and keeps where in the window a pattern is, since the
    latest steps say most. With `words`, the number of ids, it reads the block "sequence" of a text through
    `Embedding(words, size)` and keeps the highest answer of each filter, wherever it is (Kim 2014, "Convolutional
    neural networks for sentence classification"). Columns in "dense" join before the dense layers.

    >>> Convolution1DNetwork(filters=(32, 64)).scaled(0.5).description
    'convolution over steps 16-32, dense 16'
    """

    filters: tuple[int, ...] = (32,)
    units: tuple[int, ...] = (32,)
    kernel: int = 5
    pool: int = 2
    words: int | None = None
    size: int = 16
    activation: str = "relu"

    def __post_init__(self) -> None:
        sizes = (self.kernel, self.pool, self.size, *self.filters, *self.units, self.words or 1)
        if not self.filters or min(sizes) < 1:
            raise OptionError(
                f"A convolution over steps needs one filter or more, and sizes of at least 1, received {self}."
            )

    def inputs(self, shapes: Shapes) -> tuple[str, ...]:
        """The window or the word sequence, and encoded columns beside it where there are any."""
        return step_inputs(shapes, self.words, "convolutional")

    def build(self, shapes: Shapes, outputs: int, layers: "Layers") -> "keras.Model":
        """Convolve and pool, flatten the window or take the text's highest, the columns beside, the dense layers."""
        from wellfit.backend import keras

        blocks = self.inputs(shapes)
        self._check_length(shapes[blocks[0]][0])
        inputs, x, _ = read_steps(shapes, blocks, self.words, self.size, layers)
        for number, width in enumerate(self.filters, 1):
            pool = self.pool if number < len(self.filters) else 1
            x = layers.convolution_1d(x, width, self.kernel, pool, self.activation)
        window = self.words is None
        ending = keras.layers.Flatten(name="flat") if window else keras.layers.GlobalMaxPooling1D(name="highest")
        x = beside(ending(x), inputs[1:], layers)
        for width in self.units:
            x = layers.hidden(x, width, self.activation)
        return keras.Model(inputs if len(inputs) > 1 else inputs[0], layers.output(x, outputs))

    def _check_length(self, steps: int) -> None:
        needed = self.pool ** (len(self.filters) - 1)
        if steps < needed:
            raise ModelError(
                f"{steps} steps are too few for {len(self.filters)} convolutions with pooling by {self.pool} between "
                f"them: expected were {needed} or more. Give the network fewer filters, or longer windows or texts."
            )

    def scaled(self, factor: float) -> "Convolution1DNetwork":
        """Vectors, filters and hidden layers `factor` times as wide, at least one each."""
        filters, units = scaled_units(self.filters, factor), scaled_units(self.units, factor)
        size = self.size if self.words is None else max(1, round(self.size * factor))
        return replace(self, filters=filters, units=units, size=size)

    def deepened(self, layers: int) -> "Convolution1DNetwork":
        """So many more dense layers behind the last, or fewer."""
        return replace(self, units=deeper_units(self.units, layers))

    @property
    def description(self) -> str:
        """The widths, as in "embedding 16, convolution over steps 32, dense 32"."""
        vectors = f"embedding {self.size}, " if self.words is not None else ""
        dense = f", dense {'-'.join(map(str, self.units))}" if self.units else ""
        return f"{vectors}convolution over steps {'-'.join(map(str, self.filters))}{dense}"
