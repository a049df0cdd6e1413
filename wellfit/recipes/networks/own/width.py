"""Wider and narrower hidden layers, in Keras' description of a model."""

from collections.abc import Iterator, Mapping
from typing import Any

from wellfit.errors import ModelError

# Layers whose width may be changed, and what their configuration calls it.
WIDTHS = {
    "Dense": "units",
    "LSTM": "units",
    "GRU": "units",
    "SimpleRNN": "units",
    "Conv1D": "filters",
    "Conv2D": "filters",
    "Conv3D": "filters",
    "Embedding": "output_dim",
}


def scaled(config: Mapping[str, Any], factor: float) -> dict[str, Any]:
    """The description with hidden layers `factor` times as wide, at least one unit; the last layer stays.

    Raises ModelError where there is no hidden layer of a kind whose width can be changed.
    """
    copied: dict[str, Any] = unbuilt(config)
    copied["build_config"] = config.get("build_config")
    layers = [one for one in _layers(copied) if one["class_name"] in WIDTHS]
    if len(layers) < 2:
        raise ModelError("it has no hidden layer whose width could be changed")
    for layer in layers[:-1]:
        name = WIDTHS[layer["class_name"]]
        layer["config"][name] = max(1, round(layer["config"][name] * factor))
    return copied


def unbuilt(value: Any) -> Any:
    """A copy without the shapes that layers were built with: they will be others."""
    if isinstance(value, Mapping):
        return {key: None if key == "build_config" else unbuilt(item) for key, item in value.items()}
    return [unbuilt(item) for item in value] if isinstance(value, list | tuple) else value


def _layers(value: Any) -> Iterator[dict[str, Any]]:
    """Keras' own layers in the order in which they are described."""
    if isinstance(value, dict):
        if value.get("module") == "keras.layers" and isinstance(value.get("config"), dict):
            yield value
        for item in value.values():
            yield from _layers(item)
    elif isinstance(value, list):
        for item in value:
            yield from _layers(item)
