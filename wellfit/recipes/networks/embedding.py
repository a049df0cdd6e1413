"""A trained vector for each word, averaged over the text, then dense layers."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wellfit.errors import ModelError, OptionError
from wellfit.recipes.networks.base import Network, Shapes, deeper_units, scaled_units
from wellfit.recipes.networks.beside import beside
from wellfit.recipes.networks.words import check_words

if TYPE_CHECKING:
    import keras

    from wellfit.recipes.networks.layers import Layers


@dataclass(frozen=True, kw_only=True)
class EmbeddingNetwork(Network):
    """`Embedding(words, size)`, the average over the words of a text, dense layers of `units`.

    `words` counts the ids, including 0 for padding, which does not enter the average unless `padding_counts`: then
    it is Keras' `GlobalAveragePooling1D` without a mask.
    """

    words: int
    size: int = 16
    units: tuple[int, ...] = (16,)
    activation: str = "relu"
    padding_counts: bool = False

    def __post_init__(self) -> None:
        if min(self.words, self.size, *self.units) < 1:
            raise OptionError(f"Words, size and units must be at least 1, received {self}.")

    def inputs(self, shapes: Shapes) -> tuple[str, ...]:
        """The word sequence, and encoded columns beside it where there are any."""
        if "sequence" not in shapes:
            raise ModelError(
                f"An embedding network reads texts, but this data has none: its blocks are {', '.join(shapes)}. "
                "Take a DenseNetwork, or data with a column of free text."
            )
        return tuple(block for block in ("sequence", "dense") if block in shapes)

    def build(self, shapes: Shapes, outputs: int, layers: "Layers") -> "keras.Model":
        """Average the vectors of the words that are there, then the layers."""
        from wellfit.backend import keras

        check_words(self.words, shapes)
        sequence = keras.Input(shapes["sequence"], name="sequence", dtype="int32")
        vectors = layers.embedding(sequence, self.words, self.size)
        x = self._average(sequence, vectors)
        columns = [keras.Input(shapes[name], name=name) for name in self.inputs(shapes)[1:]]
        x = beside(x, columns, layers)
        for width in self.units:
            x = layers.hidden(x, width, self.activation)
        return keras.Model([sequence, *columns] if columns else sequence, layers.output(x, outputs))

    def _average(self, sequence: Any, vectors: Any) -> Any:
        from wellfit.backend import keras

        if self.padding_counts:
            return keras.layers.GlobalAveragePooling1D(name="average")(vectors)
        there = keras.ops.cast(keras.ops.not_equal(sequence, 0), "float32")
        count = keras.ops.maximum(keras.ops.sum(there, axis=1, keepdims=True), 1.0)  # an empty text has average 0
        return keras.ops.sum(vectors * keras.ops.expand_dims(there, -1), axis=1) / count

    def scaled(self, factor: float) -> "EmbeddingNetwork":
        """Vectors and hidden layers `factor` times as wide, at least one unit."""
        units = scaled_units(self.units, factor)
        return replace(self, size=max(1, round(self.size * factor)), units=units)

    def deepened(self, layers: int) -> "EmbeddingNetwork":
        """So many more dense layers behind the last, or fewer."""
        return replace(self, units=deeper_units(self.units, layers))

    @property
    def description(self) -> str:
        """The widths, as in "embedding 16, dense 16"."""
        dense = f", dense {'-'.join(map(str, self.units))}" if self.units else ""
        return f"embedding {self.size}{dense}"
