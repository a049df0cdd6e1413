"""A trained vector for each word, averaged over the text, then dense layers."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wellfit.errors import OptionError
from wellfit.recipes.networks.base import Network, Shapes

if TYPE_CHECKING:
    import keras

    from wellfit.recipes.networks.layers import Layers


@dataclass(frozen=True, kw_only=True)
class EmbeddingNetwork(Network):
    """`Embedding(words, size)`, the average over the words of a text, dense layers of `units`.

    `words` counts the ids, including 0 for padding, which does not enter the average.
    """

    words: int
    size: int = 16
    units: tuple[int, ...] = (16,)
    activation: str = "relu"

    def __post_init__(self) -> None:
        if min(self.words, self.size, *self.units) < 1:
            raise OptionError(f"Words, size and units must be at least 1, received {self}.")

    def inputs(self, shapes: Shapes) -> tuple[str, ...]:
        """The word sequence, and encoded columns beside it where there are any."""
        return tuple(block for block in ("sequence", "dense") if block in shapes)

    def build(self, shapes: Shapes, outputs: int, layers: "Layers") -> "keras.Model":
        """Average the vectors of the words that are there, then the layers."""
        from wellfit.backend import keras

        sequence = keras.Input(shapes["sequence"], name="sequence", dtype="int32")
        vectors = layers.embedding(sequence, self.words, self.size)
        there = keras.ops.cast(keras.ops.not_equal(sequence, 0), "float32")
        count = keras.ops.maximum(keras.ops.sum(there, axis=1, keepdims=True), 1.0)  # an empty text has average 0
        x = keras.ops.sum(vectors * keras.ops.expand_dims(there, -1), axis=1) / count
        inputs = [sequence]
        if "dense" in shapes:
            inputs.append(keras.Input(shapes["dense"], name="dense"))
            x = keras.layers.Concatenate(name="all_inputs")([x, inputs[1]])
        for width in self.units:
            x = layers.hidden(x, width, self.activation)
        return keras.Model(inputs if len(inputs) > 1 else sequence, layers.output(x, outputs))

    def scaled(self, factor: float) -> "EmbeddingNetwork":
        """Vectors and hidden layers `factor` times as wide, at least one unit."""
        units = tuple(max(1, round(width * factor)) for width in self.units)
        return replace(self, size=max(1, round(self.size * factor)), units=units)

    @property
    def description(self) -> str:
        """The widths, as in "embedding 16, dense 16"."""
        return f"embedding {self.size}, dense {'-'.join(map(str, self.units))}"
