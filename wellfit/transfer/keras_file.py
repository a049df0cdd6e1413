"""A network from a `.keras` file, with its weights, up to its last feature map; no code of the file is run."""

from pathlib import Path
from typing import Any

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.recipes.networks.own.load import kept
from wellfit.transfer.graph import called, functional, opened, places


def network_of(path: Path) -> keras.Model:
    """The part of the saved model that makes feature maps of images.

    Raises ModelError where the file is no such model, or holds code of its own.
    """
    model = opened(kept(path))
    _check_input(path, model.inputs[0])
    end = _last_map(model)
    if end is None:
        raise ModelError(
            f"{path} holds the network '{model.name}', which makes no feature map of an image: expected were layers "
            "such as Conv2D, whose output [rows, height, width, channels] can be pooled. Take another network."
        )
    inputs = keras.Input(batch_shape=model.inputs[0].shape, name="image")
    return keras.Model(inputs, called(model, inputs, end=end), name=model.name)


def own_side(network: keras.Model) -> tuple[int, int] | None:
    """Height and width that a network is fixed to; None where it takes any."""
    height, width = functional(network).inputs[0].shape[1:3]
    return None if height is None or width is None else (height, width)


def _check_input(path: Path, tensor: Any) -> None:
    if len(tensor.shape) != 4 or tensor.shape[3] not in (1, 3):
        raise ModelError(
            f"{path} takes rows of shape {tuple(tensor.shape[1:])}; expected was a network of images, whose input is "
            "(height, width, 3), or 1 where they are grey. Take another network as backbone."
        )


def _last_map(model: keras.Model) -> Any:
    found = [place for place in places(model) if len(place.tensor.shape) == 4 and place.weights]
    return found[-1].tensor if found else None
