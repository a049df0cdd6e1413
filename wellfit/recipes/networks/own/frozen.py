"""The weights that a model keeps: those of layers that are not to be trained, or all, to be trained on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from wellfit.backend import keras
from wellfit.recipes.networks.own.hidden import walk


@dataclass(frozen=True)
class Frozen:
    """Weights of layers, by the layer's place in the model; equal where `digest` is."""

    digest: str = ""
    layers: tuple[tuple[int, Sequence[np.ndarray]], ...] = field(default=(), compare=False)

    @staticmethod
    def of(model: keras.Model, *, trained: bool = False) -> "Frozen":
        """Those of a model; with `trained`, of all its layers: each seed begins from them."""
        found = [
            (place, [np.asarray(keras.ops.convert_to_numpy(variable)) for variable in _variables(layer)])
            for place, layer in enumerate(walk(model))
            if (trained or not layer.trainable) and _variables(layer)
        ]
        digest = hashlib.sha256(b"".join(value.tobytes() for _, values in found for value in values)).hexdigest()
        return Frozen(digest if found else "", tuple(found))

    def put(self, model: keras.Model) -> None:
        """Into a model that was made anew."""
        layers = list(walk(model)) if self.layers else []
        for place, values in self.layers:
            for variable, value in zip(_variables(layers[place]), values, strict=True):
                variable.assign(value)


def _variables(layer: keras.Layer) -> list[keras.Variable]:
    """A layer's own variables, without those of layers in it."""
    return [*layer._trainable_variables, *layer._non_trainable_variables]
