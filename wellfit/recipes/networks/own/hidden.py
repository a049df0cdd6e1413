"""The hidden layers of a model of one's own, and penalties on their kernels."""

from collections.abc import Iterator
from typing import Any

from wellfit.backend import keras
from wellfit.errors import ModelError


class Marked(keras.regularizers.Regularizer):
    """The penalty that a kernel has of its own, if any; the engine penalises what is marked beside that."""

    def __init__(self, own: Any) -> None:
        self.own = own

    def __call__(self, x: Any) -> Any:
        """The model's own penalty alone."""
        return self.own(x) if self.own is not None else 0.0


def hidden_kernels(model: keras.Model) -> list[tuple[keras.Layer, keras.Variable]]:
    """The layers with a kernel that is trained, without the last of them, which puts out the prediction."""
    found = [
        (layer, variable)
        for layer in walk(model)
        if "kernel_regularizer" in vars(layer)
        for variable in layer._trainable_variables
        if variable.name == "kernel" and variable.trainable
    ]
    return found[:-1]


def walk(layer: keras.Layer, seen: set[int] | None = None) -> Iterator[keras.Layer]:
    """A layer and all layers in it, each once, in the order of their variables."""
    seen = seen if seen is not None else set()
    if id(layer) in seen:
        return
    seen.add(id(layer))
    yield layer
    for inner in layer._layers:
        yield from walk(inner, seen)


def mark(model: keras.Model) -> None:
    """Let the engine penalise the hidden kernels, beside what penalises them already."""
    for layer, variable in hidden_kernels(model):
        variable.regularizer = Marked(layer.kernel_regularizer)


def penalise(model: keras.Model, l1: float, l2: float) -> None:
    """Add `l1 * sum|w| + l2 * sum w**2` of the hidden kernels, in stock Keras.

    Raises ModelError where there is no hidden kernel, or one has a penalty of a kind of its own.
    """
    found = hidden_kernels(model)
    if not found:
        raise ModelError("it has no hidden layer with a kernel that could be penalised")
    for layer, variable in found:
        own1, own2 = _own_penalty(layer)
        variable.regularizer = layer.kernel_regularizer = keras.regularizers.L1L2(l1=own1 + l1, l2=own2 + l2)


def _own_penalty(layer: keras.Layer) -> tuple[float, float]:
    own = layer.kernel_regularizer
    if own is None:
        return 0.0, 0.0
    if type(own) in (keras.regularizers.L1, keras.regularizers.L2, keras.regularizers.L1L2):
        return float(getattr(own, "l1", 0.0)), float(getattr(own, "l2", 0.0))
    raise ModelError(f"its layer '{layer.name}' has a penalty of a kind of its own, {type(own).__name__}")
