"""Fully connected layers over everything that is known of a row."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wellfit.errors import ModelError, OptionError
from wellfit.recipes.networks.base import Network, Shapes, deeper_units, scaled_units

if TYPE_CHECKING:
    import keras

    from wellfit.recipes.networks.layers import Layers


@dataclass(frozen=True, kw_only=True)
class DenseNetwork(Network):
    """Dense hidden layers of `units` each, for tables, multi-hot texts and small arrays.

    With `pairs`, it reads the pairs of neighbouring words beside the words. With `penalised_output`, penalties hold the
    last layer's kernel, too: without hidden layers there is no other.

    >>> DenseNetwork(units=(64, 64)).scaled(0.25).description
    'dense 16-16'
    """

    units: tuple[int, ...] = (64, 64)
    activation: str = "relu"
    pairs: bool = False
    penalised_output: bool = False

    def __post_init__(self) -> None:
        if any(width < 1 for width in self.units):
            raise OptionError(f"Layer widths must be at least 1, received {self.units}.")

    def inputs(self, shapes: Shapes) -> tuple[str, ...]:
        """Encoded columns, multi-hot words, arrays and windows: all that is there."""
        if self.pairs and "pairs" not in shapes:
            raise ModelError(
                f"This network reads pairs of words, but this data has none: its blocks are {', '.join(shapes)}. "
                "Leave out pairs=True, or take texts in which some pair of words occurs twice."
            )
        blocks = ("dense", "words", *(("pairs",) if self.pairs else ()), "array", "window")
        return tuple(block for block in blocks if block in shapes)

    def build(self, shapes: Shapes, outputs: int, layers: "Layers") -> "keras.Model":
        """Flatten what has several axes, put everything side by side, then the layers."""
        from wellfit.backend import keras

        blocks = [keras.Input(shapes[block], name=block) for block in self.inputs(shapes)]
        flat = [
            keras.layers.Flatten(name=f"{block.name}_flat")(block) if len(block.shape) > 2 else block
            for block in (layers.columns(one) if one.name == "dense" else one for one in blocks)
        ]
        x = keras.layers.Concatenate(name="all_inputs")(flat) if len(flat) > 1 else flat[0]
        for width in self.units:
            x = layers.hidden(x, width, self.activation)
        y = layers.output(x, outputs, penalised=self.penalised_output)
        return keras.Model(blocks if len(blocks) > 1 else blocks[0], y)

    def scaled(self, factor: float) -> "DenseNetwork":
        """Hidden layers `factor` times as wide, at least one unit."""
        return replace(self, units=scaled_units(self.units, factor))

    def deepened(self, layers: int) -> "DenseNetwork":
        """So many more dense layers behind the last, or fewer."""
        return replace(self, units=deeper_units(self.units, layers))

    @property
    def description(self) -> str:
        """The widths, as in "dense 64-64"; "linear" without hidden layers."""
        widths = f"dense {'-'.join(map(str, self.units))}" if self.units else "linear"
        return f"word pairs, {widths}" if self.pairs else widths
