"""The hidden layers of a model of one's own, and what holds their kernels and biases down."""

from collections.abc import Iterator
from typing import Any

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.recipes.networks.following import max_norm


class Marked(keras.regularizers.Regularizer):
    """The penalty that a variable has of its own, if any; the engine penalises what is marked beside that."""

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
    """Let the engine penalise the hidden kernels and biases, beside what penalises them already."""
    for part in ("kernel", "bias"):
        for layer, variable in _hidden(model, part):
            variable.regularizer = Marked(getattr(layer, f"{part}_regularizer"))


def penalise(model: keras.Model, part: str, l1: float, l2: float) -> None:
    """Add `l1 * sum|w| + l2 * sum w**2` of the hidden layers' kernels or biases, in stock Keras.

    Raises ModelError where there is none, or one has a penalty of a kind of its own.
    """
    found = _hidden(model, part)
    if not found:
        raise ModelError(f"it has no hidden layer with a {part} that could be penalised")
    for layer, variable in found:
        own1, own2 = _own_penalty(layer, part)
        variable.regularizer = keras.regularizers.L1L2(l1=own1 + l1, l2=own2 + l2)
        setattr(layer, f"{part}_regularizer", variable.regularizer)


def constrain(model: keras.Model, limit: float) -> None:
    """Cut the columns of hidden kernels back to this length after each step, in stock Keras.

    Raises ModelError where there is no hidden kernel, or one has a constraint of its own.
    """
    found = hidden_kernels(model)
    if not found:
        raise ModelError("it has no hidden layer with a kernel that could be cut back")
    for layer, variable in found:
        if variable.constraint is not None:
            raise ModelError(f"its layer '{layer.name}' has a constraint of its own")
        variable.constraint = layer.kernel_constraint = max_norm(limit, len(variable.shape))


def _hidden(model: keras.Model, part: str) -> list[tuple[keras.Layer, keras.Variable]]:
    """The hidden layers with their kernels, or with their biases where they have some."""
    if part == "kernel":
        return hidden_kernels(model)
    return [
        (layer, variable)
        for layer, _ in hidden_kernels(model)
        for variable in layer._trainable_variables
        if variable.name == part and variable.trainable
    ]


def _own_penalty(layer: keras.Layer, part: str) -> tuple[float, float]:
    own = getattr(layer, f"{part}_regularizer")
    if own is None:
        return 0.0, 0.0
    if type(own) in (keras.regularizers.L1, keras.regularizers.L2, keras.regularizers.L1L2):
        return float(getattr(own, "l1", 0.0)), float(getattr(own, "l2", 0.0))
    raise ModelError(f"its layer '{layer.name}' has a penalty of a kind of its own, {type(own).__name__}")
