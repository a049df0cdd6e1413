"""Encoded columns beside what a network made of other blocks."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wellfit.recipes.networks.layers import Layers


def beside(x: Any, columns: list[Any], layers: "Layers") -> Any:
    """What images, steps or words came to, with the row's columns next to it where there are any."""
    from wellfit.backend import keras

    if not columns:
        return x
    return keras.layers.Concatenate(name="all_inputs")([x, *map(layers.columns, columns)])
