"""Dropout and batch normalization put into a model of one's own."""

from typing import Any

import numpy as np

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.recipes.networks.member_dropout import MemberDropout
from wellfit.recipes.networks.own.hidden import hidden_kernels

_NORMALIZES = (keras.layers.BatchNormalization, keras.layers.LayerNormalization)


def inserted(model: keras.Model, *, dropout: float, normalized: bool, seed: int, members: bool) -> keras.Model:
    """The model with the same layers and starts, and what a remedy adds to its hidden layers.

    Dropout takes the place of the dropout layers that the model has; where it has none, it follows each hidden
    layer. Batch normalization comes between a hidden layer and its activation. Raises ModelError where neither
    is possible.
    """
    return _Inserting(model, dropout, normalized, seed, members).done()


class _Inserting:
    def __init__(self, model: keras.Model, dropout: float, normalized: bool, seed: int, members: bool) -> None:
        self._model, self._rate, self._seed, self._members = model, dropout, seed, members
        self._graph = getattr(model, "_inputs_struct", None) is not None
        if not self._graph and not isinstance(model, keras.Sequential):
            raise ModelError("its layers are called in code of its own, into which none can be put")
        layers = model.layers
        if normalized and any(isinstance(layer, _NORMALIZES) for layer in layers):
            raise ModelError("it is normalized already")
        self._replaces = any(isinstance(layer, keras.layers.Dropout) for layer in layers)
        kernels = {id(layer) for layer, _ in hidden_kernels(model)}
        self._hidden = [layer for layer in layers if id(layer) in kernels]
        self._normalized = normalized
        if not self._hidden and not (dropout and self._replaces):
            raise ModelError("it has no hidden layer that this could be put behind")
        self._made: dict[tuple[str, int], keras.Layer] = {}

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
        if self._rate and isinstance(layer, keras.layers.Dropout):
            return [self._dropout(layer, layer.name)]
        chain = [layer]
        if not any(layer is one for one in self._hidden):
            return chain
        if self._normalized:
            chain += self._normalization(layer)
        if self._rate and not self._replaces:
            chain.append(self._dropout(layer, f"dropout_{layer.name}"))
        return chain

    def _normalization(self, layer: keras.Layer) -> list[keras.Layer]:
        if ("normalization", id(layer)) not in self._made:
            activation = getattr(layer, "activation", None)
            if activation is None:
                raise ModelError(f"its layer '{layer.name}' has no activation to put it before")
            layer.activation = keras.activations.linear
            self._made["normalization", id(layer)] = keras.layers.BatchNormalization(name=f"normalization_{layer.name}")
            self._made["activation", id(layer)] = keras.layers.Activation(activation, name=f"activation_{layer.name}")
        return [self._made["normalization", id(layer)], self._made["activation", id(layer)]]

    def _dropout(self, layer: keras.Layer, name: str) -> keras.Layer:
        if ("dropout", id(layer)) not in self._made:
            number = sum(kind == "dropout" for kind, _ in self._made) + 1
            seed = int(np.random.SeedSequence([self._seed, 0, number]).generate_state(1)[0] >> 1)
            kind = MemberDropout if self._members else keras.layers.Dropout
            self._made["dropout", id(layer)] = kind(self._rate, seed=seed, name=name)
        return self._made["dropout", id(layer)]
