"""A trained vector for each level of the categories, beside all else that is known of a row, then dense layers."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wellfit.errors import ModelError, OptionError
from wellfit.recipes.networks.base import Network, Shapes, deeper_units, scaled_units

if TYPE_CHECKING:
    import keras

    from wellfit.recipes.networks.layers import Layers


@dataclass(frozen=True, kw_only=True)
class CategoryNetwork(Network):
    """`Embedding(levels, size)` for the numbered categories, the other columns beside, dense layers of `units`.

    For tables whose categories have many levels. `levels` counts the numbers of all these columns together, which
    share one matrix of vectors (Guo and Berkhahn, "Entity Embeddings of Categorical Variables", 2016, have one a
    column: the same, since no two columns share a number).
    """

    levels: int
    size: int = 8
    units: tuple[int, ...] = (64, 64)
    activation: str = "relu"

    def __post_init__(self) -> None:
        if min(self.levels, self.size, *self.units) < 1:
            raise OptionError(f"Levels, size and units must be at least 1, received {self}.")

    def inputs(self, shapes: Shapes) -> tuple[str, ...]:
        """The numbered categories, and all else that a dense network takes."""
        if "categories" not in shapes:
            raise ModelError(
                "A category network reads columns with many levels, but this data has none: its blocks are "
                f"{', '.join(shapes)}. Take a DenseNetwork, which reads columns with few levels as ones and zeros."
            )
        return tuple(block for block in ("categories", "dense", "words", "array") if block in shapes)

    def build(self, shapes: Shapes, outputs: int, layers: "Layers") -> "keras.Model":
        """The vectors of a row's levels and its other columns side by side, then the layers."""
        from wellfit.backend import keras

        numbered, *others = self.inputs(shapes)
        blocks = [keras.Input(shapes[numbered], name=numbered, dtype="int32")]
        blocks += [keras.Input(shapes[block], name=block) for block in others]
        vectors = layers.embedding(blocks[0], self.levels, self.size)
        read = [layers.columns(block) if block.name == "dense" else block for block in blocks[1:]]
        flat = [
            keras.layers.Flatten(name=f"{name}_flat")(block) if len(block.shape) > 2 else block
            for name, block in zip([numbered, *others], [vectors, *read], strict=True)
        ]
        x = keras.layers.Concatenate(name="all_inputs")(flat) if others else flat[0]
        for width in self.units:
            x = layers.hidden(x, width, self.activation)
        return keras.Model(blocks if others else blocks[0], layers.output(x, outputs))

    def scaled(self, factor: float) -> "CategoryNetwork":
        """Vectors and hidden layers `factor` times as wide, at least one unit."""
        units = scaled_units(self.units, factor)
        return replace(self, size=max(1, round(self.size * factor)), units=units)

    def deepened(self, layers: int) -> "CategoryNetwork":
        """So many more dense layers behind the last, or fewer."""
        return replace(self, units=deeper_units(self.units, layers))

    @property
    def description(self) -> str:
        """The widths, as in "categories 8, dense 64-64"."""
        dense = f", dense {'-'.join(map(str, self.units))}" if self.units else ""
        return f"categories {self.size}{dense}"
