"""A saved network as the lines that build it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wellfit.code.calls import Call, Config, Tensor, is_tensor, tensor_of
from wellfit.code.graph import Graph, graph_of
from wellfit.code.literals import literal
from wellfit.code.objects import expression
from wellfit.errors import StudyError

NAMES = ("x", "y", "z", "u", "v", "w")


def network_lines(model: Config) -> list[str]:
    """The body of a function that builds and returns the network, from the `config.json` of a `.keras` file.

    Raises StudyError for a model that is neither Sequential nor functional, or not of stock layers.
    """
    return list(_lines(graph_of(model)))


def input_names(model: Config) -> list[str]:
    """Names of the inputs, in their order."""
    return [name for name, _ in graph_of(model).inputs]


def _lines(graph: Graph) -> Iterator[str]:
    names = {start: _identifier(start[0], place) for place, start in enumerate(graph.inputs)}
    last_use = {tensor: place for place, call in enumerate(graph.calls) for tensor in call.tensors}
    last_use.update(dict.fromkeys(graph.outputs, len(graph.calls)))
    shared: dict[str, str] = {}
    for place, call in enumerate(graph.calls):
        if call.output in graph.inputs:
            yield f"{names[call.output]} = {_input(call.layer['config'])}"
            continue
        made = _made(call.layer)
        if call.output[0] in graph.shared:
            if call.output[0] not in shared:
                shared[call.output[0]] = f"shared_{len(shared) + 1}"
                yield f"{shared[call.output[0]]} = {made}"
            made = shared[call.output[0]]
        given = ", ".join(_arguments(call, names))
        taken = {name for tensor, name in names.items() if last_use.get(tensor, -1) > place}
        names[call.output] = next(name for name in (*NAMES, f"x{place}") if name not in taken)
        yield f"{names[call.output]} = {made if made.endswith('(') else f'{made}('}{given})"
    ends = ([names[end] for end in side] for side in (graph.inputs, graph.outputs))
    yield f"return keras.Model({', '.join(map(_one_or_list, ends))})"


def _made(layer: Config) -> str:
    """The call that makes a layer; for an operation on tensors, the begin of the call of its function."""
    if not str(layer["module"]).startswith("keras.src.ops."):
        return expression(layer)
    from wellfit.backend import keras

    function = re.sub(r"(?<!^)(?=[A-Z])", "_", str(layer["class_name"])).lower()
    if not hasattr(keras.ops, function):
        raise StudyError(f"The model of this study has the operation {layer['class_name']!r}, which keras.ops lacks.")
    return f"keras.ops.{function}("


def _arguments(call: Call, names: Mapping[Tensor, str]) -> list[str]:
    found = [_argument(value, names) for value in call.args]
    # Keras stores `training=False` with every call that nobody said anything about.
    given = {name: value for name, value in call.kwargs.items() if value is not None and value is not False}
    if str(call.layer["module"]).startswith("keras.src.ops."):
        given |= {name: value for name, value in call.layer["config"].items() if name != "name"}
    return [*found, *(f"{name}={_argument(value, names)}" for name, value in given.items() if name.isidentifier())]


def _argument(value: Any, names: Mapping[Tensor, str]) -> str:
    if is_tensor(value):
        return names[tensor_of(value["config"]["keras_history"])]
    if isinstance(value, list | tuple):
        return f"[{', '.join(_argument(item, names) for item in value)}]"
    return literal(value)


def _input(config: Config) -> str:
    shape = tuple(config.get("batch_shape") or config["batch_input_shape"])[1:]
    dtype = "" if config["dtype"] == "float32" else f", dtype={literal(config['dtype'])}"
    # Without its name: the layers of a kind are numbered by Keras, and a block called "dense" would clash with them.
    return f"keras.Input({literal(shape)}{dtype})"


def _identifier(name: str, place: int) -> str:
    plain = name.isascii() and name.isidentifier() and name not in (*NAMES, "keras", "np", "pl", "return", "def")
    return f"{name}_input" if plain else f"input_{place + 1}"


def _one_or_list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"
