"""Dropout, noise, normalization and penalties of outputs put into a model of one's own."""

from collections.abc import Callable
from typing import Any

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.recipes.networks.following import Following
from wellfit.recipes.networks.own.hidden import hidden_kernels
from wellfit.recipes.regularization import Regularization

_NORMALIZES = (keras.layers.BatchNormalization, keras.layers.LayerNormalization)


# Layers whose outputs have channels, and how many axes lie before these.
_CHANNELS = {keras.layers.Conv1D: 1, keras.layers.Conv2D: 2, keras.layers.Conv3D: 3, keras.layers.Embedding: 1}
_SPATIAL = (keras.layers.SpatialDropout1D, keras.layers.SpatialDropout2D, keras.layers.SpatialDropout3D)


def inserted(model: keras.Model, following: Following) -> keras.Model:
    """The model with the same layers and starts, and what a remedy adds to its hidden layers.

    Dropout takes the place of the dropout layers that the model has; where it has none, it follows each hidden
    layer, as noise and penalties of outputs do. Normalization comes between a hidden layer and its activation.
    Spatial dropout follows convolutions and embeddings, or takes the place of that which is there. Raises
    ModelError where none of these is possible.
    """
    return _Inserting(model, following).done()


class _Inserting:
    def __init__(self, model: keras.Model, following: Following) -> None:
        given = following.regularization
        self._model, self._following = model, following
        self._graph = getattr(model, "_inputs_struct", None) is not None
        if not self._graph and not isinstance(model, keras.Sequential):
            raise ModelError("its layers are called in code of its own, into which none can be put")
        layers = model.layers
        self._normalized, self._rate, self._spatial = given.normalized, given.dropout, given.noise.spatial_dropout
        if self._normalized and any(isinstance(layer, _NORMALIZES) for layer in layers):
            raise ModelError("it is normalized already")
        self._replaces = any(_is_dropout(layer) for layer in layers)
        self._replaces_spatial = any(isinstance(layer, _SPATIAL) for layer in layers)
        kernels = {id(layer) for layer, _ in hidden_kernels(model)}
        self._hidden = [layer for layer in layers if id(layer) in kernels]
        if self._spatial and not self._replaces_spatial and not any(_axes(layer) for layer in layers):
            raise ModelError("it has no layer of pictures or sequences, whose channels spatial dropout silences")
        if _needs_hidden(given, self._replaces) and not self._hidden:
            raise ModelError("it has no hidden layer that this could be put behind")
        self._made: dict[tuple[str, int], list[keras.Layer]] = {}

    def done(self) -> keras.Model:
        if isinstance(self._model, keras.Sequential):
            layers = [one for layer in self._model.layers for one in self._chain(layer)]
            first = [keras.Input(batch_shape=one.shape, dtype=one.dtype, name=one.name) for one in self._inputs()]
            return keras.Sequential([*first, *layers], name=self._model.name)
        return keras.models.clone_model(self._model, clone_function=lambda layer: layer, call_function=self._called)

    def _inputs(self) -> list[Any]:
        return list(self._model.inputs) if self._model.built else []

    def _called(self, layer: keras.Layer, *args: Any, **kwargs: Any) -> Any:
        first, *others = self._chain(layer)
        x = first(*args, **kwargs)
        for other in others:
            x = other(x)
        return x

    def _chain(self, layer: keras.Layer) -> list[keras.Layer]:
        """What stands in the layer's place."""
        if self._rate and _is_dropout(layer):
            return self._once("dropout", layer, lambda number: [self._following.dropout(number, layer.name)])
        if self._spatial and isinstance(layer, _SPATIAL):
            axes = _SPATIAL.index(type(layer)) + 1
            return self._once("spatial", layer, lambda number: [self._following.spatial(axes, number, layer.name)])
        chain = [layer]
        if any(layer is one for one in self._hidden):
            if self._normalized:
                chain += self._once("normalization", layer, lambda _: self._normalization(layer))
            chain += self._once("behind", layer, lambda number: self._behind(layer, number))
        if self._spatial and not self._replaces_spatial and (axes := _axes(layer)):
            name = f"spatial_dropout_{layer.name}"
            chain += self._once("spatial", layer, lambda number: [self._following.spatial(axes, number, name)])
        return chain

    def _once(self, kind: str, layer: keras.Layer, make: Callable[[int], list[keras.Layer]]) -> list[keras.Layer]:
        """Made when the layer is first called, and the same at each further call; numbered within a kind."""
        if (kind, id(layer)) not in self._made:
            self._made[kind, id(layer)] = make(sum(known == kind for known, _ in self._made) + 1)
        return self._made[kind, id(layer)]

    def _behind(self, layer: keras.Layer, number: int) -> list[keras.Layer]:
        return list(self._following.behind(number, layer.name, dropout=not self._replaces))

    def _normalization(self, layer: keras.Layer) -> list[keras.Layer]:
        activation = getattr(layer, "activation", None)
        if activation is None:
            raise ModelError(f"its layer '{layer.name}' has no activation to put it before")
        layer.activation = keras.activations.linear
        return [
            self._following.normalization(f"normalization_{layer.name}"),
            keras.layers.Activation(activation, name=f"activation_{layer.name}"),
        ]


def _is_dropout(layer: keras.Layer) -> bool:
    """Of single units: those of whole channels are made from the same class."""
    return isinstance(layer, keras.layers.Dropout) and not isinstance(layer, _SPATIAL)


def _axes(layer: keras.Layer) -> int:
    return next((axes for kind, axes in _CHANNELS.items() if isinstance(layer, kind)), 0)


def _needs_hidden(given: Regularization, replaces: bool) -> bool:
    behind = given.noise.gaussian or given.noise.gaussian_dropout or given.limits.on_activity
    return bool(given.normalized or behind or (given.dropout and not replaces))
