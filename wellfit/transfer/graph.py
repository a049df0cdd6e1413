"""A functional network as steps one after another: inner models opened, and the places where one tensor is all."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wellfit.backend import keras
from wellfit.errors import ModelError


@dataclass(frozen=True, kw_only=True)
class Place:
    """A tensor through which everything goes, what makes it, and how many layers that can be tuned come up to it."""

    tensor: Any
    operation: Any
    weights: int


def called(model: keras.Model, x: Any, *, start: Any = None, end: Any = None) -> Any:
    """What a functional or Sequential model makes of `x`, by its own layers, models within it opened.

    An inner model would hide its feature maps from whoever wants to look at them. With `start` and `end`, tensors of
    the model through which everything goes, only the part between them.
    """
    graph = functional(model)
    begin, stop = (graph.inputs[0] if start is None else start), (graph.outputs[0] if end is None else end)
    values: dict[int, Any] = {id(begin): x}
    for node in _nodes(graph):
        if id(stop) in values:
            break
        if all(id(tensor) in values for tensor in node.input_tensors):
            arguments, keywords = node.arguments.fill_in(values)
            made = keras.tree.flatten(_made(node.operation, arguments, keywords))
            values.update((id(symbol), tensor) for symbol, tensor in zip(node.outputs, made, strict=True))
    return values[id(stop)]


def opened(model: keras.Model) -> keras.Model:
    """The same network without models within it. Raises ModelError where it is none of one input and one output."""
    graph = functional(model)
    inputs = keras.Input(batch_shape=graph.inputs[0].shape, dtype=graph.inputs[0].dtype, name=graph.inputs[0].name)
    return keras.Model(inputs, called(graph, inputs), name=model.name)


def places(model: keras.Model) -> list[Place]:
    """The tensors through which everything goes, from the input's side on, without the input itself."""
    graph, found = functional(model), []
    waiting = Counter(id(tensor) for node in _nodes(graph) for tensor in node.input_tensors)
    live, weights = {id(graph.inputs[0])}, 0
    for node in _nodes(graph):
        for tensor in node.input_tensors:
            waiting[id(tensor)] -= 1
        live = {tensor for tensor in (*live, *map(id, node.outputs)) if waiting[tensor]}
        live |= {id(tensor) for tensor in node.outputs if tensor is graph.outputs[0]}
        weights += _trains(node.operation)
        if len(node.outputs) == 1 and live == {id(node.outputs[0])}:
            found.append(Place(tensor=node.outputs[0], operation=node.operation, weights=weights))
    return found


def read_by(model: keras.Model, layer: keras.Layer) -> Any:
    """The tensor that a layer reads within the model, where it may have been called elsewhere, too."""
    return next(node.input_tensors[0] for node in _nodes(functional(model)) if node.operation is layer)


def functional(model: keras.Model) -> keras.Model:
    """A functional or Sequential model by its graph. Raises ModelError for others, or several inputs or outputs."""
    graph = model._functional if isinstance(model, keras.Sequential) else model
    if getattr(graph, "_nodes_by_depth", None) is None:
        raise ModelError(
            f"The network '{model.name}' is a {type(model).__name__} that calls its layers in code of its own; "
            "expected was a Sequential or functional model. Build it as one, as in keras.Model(inputs, outputs)."
        )
    if len(graph.inputs) != 1 or len(graph.outputs) != 1:
        raise ModelError(
            f"The network '{model.name}' has {len(graph.inputs)} inputs and {len(graph.outputs)} outputs; expected was "
            "one of each. Make a model of the input that takes the image."
        )
    return graph


def _nodes(graph: keras.Model) -> Iterator[Any]:
    """The calls of its operations, each after those that it needs."""
    for depth in sorted(graph._nodes_by_depth, reverse=True):
        yield from (node for node in graph._nodes_by_depth[depth] if not node.is_input)


def _trains(operation: Any) -> bool:
    """Whether it has weights that fine-tuning changes: not batch normalization, which stays in inference mode."""
    if not isinstance(operation, keras.Layer) or isinstance(operation, keras.layers.BatchNormalization):
        return False
    return bool(operation.weights)


def _made(operation: Any, arguments: Any, keywords: Any) -> Any:
    inner = isinstance(operation, keras.Model) and len(arguments) == 1
    return called(operation, arguments[0]) if inner else operation(*arguments, **keywords)
