"""Whether a recipe is the network that the loop trains, layer by layer."""

from collections.abc import Iterable
from typing import Any

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.engine.export import stock_model
from wellfit.recipes.recipe import Recipe

Told = list[tuple[Any, ...]]
# What of an optimizer's configuration says nothing about a step.
_NAMES = ("name",)


def refuse_unlike(recipe: Recipe, data: Dataset, optimizer: Any, layers: Iterable[Any]) -> None:
    """Raises ValueError where the recipe's layers or its optimizer are not the loop's."""
    ours = stock_model(recipe, data, seed=0)
    wanted, found = told(layers), told(ours.layers)
    if wanted != found:
        raise ValueError(f"{recipe.name}: the loop's layers are {wanted}, ours {found}")
    settings, own = _settings(optimizer), _settings(ours.optimizer)
    if settings != own:
        raise ValueError(f"{recipe.name}: the loop's optimizer is {settings}, ours {own}")


def told(layers: Iterable[Any]) -> Told:
    """The layers that compute, with activations as entries of their own, however they were written."""
    said: Told = []
    for layer in layers:
        said += _told(layer)
    return said


def _told(layer: Any) -> Told:
    kinds = keras.layers
    if isinstance(layer, kinds.Dense):
        start = type(layer.kernel_initializer).__name__
        said: Told = [("dense", layer.units, layer.use_bias, start, _penalty(layer.kernel_regularizer))]
    elif isinstance(layer, kinds.Conv2D):
        shape = (layer.filters, layer.kernel_size, layer.strides, layer.padding, layer.use_bias)
        said = [("conv", *shape, type(layer.kernel_initializer).__name__, _penalty(layer.kernel_regularizer))]
    elif isinstance(layer, kinds.MaxPooling2D):
        return [("pool", layer.pool_size, layer.strides, layer.padding)]
    elif isinstance(layer, kinds.Dropout):
        return [("dropout", layer.rate)]
    elif isinstance(layer, kinds.Activation):
        said = []
    else:
        return [] if isinstance(layer, kinds.InputLayer) else [(type(layer).__name__,)]
    name = keras.activations.serialize(layer.activation)
    return said if name == "linear" else [*said, ("activation", name)]


def _penalty(regularizer: Any) -> tuple[float, float]:
    """L1 and L2 of a kernel; Keras' L2 and L1L2 say the same in different classes."""
    if regularizer is None:
        return 0.0, 0.0
    values = regularizer.get_config()
    return float(values.get("l1", 0.0)), float(values.get("l2", 0.0))


def _settings(optimizer: Any) -> dict[str, Any]:
    values = {key: value for key, value in optimizer.get_config().items() if key not in _NAMES}
    return {"class": type(optimizer).__name__, **{key: _rounded(value) for key, value in values.items()}}


def _rounded(value: Any) -> Any:
    return round(value, 7) if isinstance(value, float) else value  # a rate comes back from float32
