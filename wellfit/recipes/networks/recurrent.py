"""A state carried from step to step, then dense layers."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from wellfit.errors import OptionError
from wellfit.recipes.networks.base import Network, Shapes, deeper_units, scaled_units
from wellfit.recipes.networks.beside import beside
from wellfit.recipes.networks.steps import read_steps, step_inputs

if TYPE_CHECKING:
    import keras

    from wellfit.recipes.networks.layers import Layers

Cell = Literal["gru", "lstm", "simple"]


@dataclass(frozen=True, kw_only=True)
class RecurrentNetwork(Network):
    """Recurrent layers of `cells` units each over the steps, then dense layers of `units` each.

    It reads the block "window" [steps, features] of a series; with `words`, the number of ids, it reads the block
    "sequence" of a text through `Embedding(words, size)`, and padding does not reach the state. Columns in "dense"
    join after the last step. `cell` is "gru" (Cho et al. 2014), "lstm" (Hochreiter and Schmidhuber 1997) or "simple".

    >>> RecurrentNetwork(cells=(32,)).scaled(0.5).description
    'gru 16'
    """

    cells: tuple[int, ...] = (32,)
    units: tuple[int, ...] = ()
    cell: Cell = "gru"
    words: int | None = None
    size: int = 16
    activation: str = "relu"

    def __post_init__(self) -> None:
        if self.cell not in get_args(Cell):
            raise OptionError(f"A recurrent cell is one of {', '.join(get_args(Cell))}, received {self.cell!r}.")
        if not self.cells or min(self.size, *self.cells, *self.units, self.words or 1) < 1:
            raise OptionError(f"A recurrent network needs one layer or more, and sizes of at least 1, received {self}.")

    def inputs(self, shapes: Shapes) -> tuple[str, ...]:
        """The window or the word sequence, and encoded columns beside it where there are any."""
        return step_inputs(shapes, self.words, "recurrent")

    def build(self, shapes: Shapes, outputs: int, layers: "Layers") -> "keras.Model":
        """The last state of the last recurrent layer, the columns beside it, then the dense layers."""
        from wellfit.backend import keras

        inputs, x, there = read_steps(shapes, self.inputs(shapes), self.words, self.size, layers)
        for number, cells in enumerate(self.cells, 1):
            x = layers.recurrent(x, cells, self.cell, there=there, last=number == len(self.cells))
        x = beside(x, inputs[1:], layers)
        for width in self.units:
            x = layers.hidden(x, width, self.activation)
        return keras.Model(inputs if len(inputs) > 1 else inputs[0], layers.output(x, outputs))

    def scaled(self, factor: float) -> "RecurrentNetwork":
        """Vectors, states and hidden layers `factor` times as wide, at least one unit."""
        cells, units = scaled_units(self.cells, factor), scaled_units(self.units, factor)
        size = self.size if self.words is None else max(1, round(self.size * factor))
        return replace(self, cells=cells, units=units, size=size)

    def deepened(self, layers: int) -> "RecurrentNetwork":
        """So many more dense layers behind the last, or fewer."""
        return replace(self, units=deeper_units(self.units, layers))

    @property
    def description(self) -> str:
        """The widths, as in "embedding 16, gru 32, dense 16"."""
        vectors = f"embedding {self.size}, " if self.words is not None else ""
        dense = f", dense {'-'.join(map(str, self.units))}" if self.units else ""
        name = "simple rnn" if self.cell == "simple" else self.cell
        return f"{vectors}{name} {'-'.join(map(str, self.cells))}{dense}"
