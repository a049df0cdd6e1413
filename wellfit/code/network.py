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
        made = "" if _part_of(call) else _made(call.layer)
        if call.output[0] in graph.shared:
            if call.output[0] not in shared:
                shared[call.output[0]] = f"shared_{len(shared) + 1}"
                yield f"{shared[call.output[0]]} = {made}"
            made = shared[call.output[0]]
        called = f"{made}({_given(call, names)})" if made else _part(call, names)
        taken = {name for tensor, name in names.items() if last_use.get(tensor, -1) > place}
        names[call.output] = next(name for name in (*NAMES, f"x{place}") if name not in taken)
        yield f"{names[call.output]} = {called}"
    ends = ([names[end] for end in side] for side in (graph.inputs, graph.outputs))
    yield f"return keras.Model({', '.join(map(_one_or_list, ends))})"


def _part_of(call: Call) -> bool:
    """Whether it takes a part of a tensor, as `x[:, :6]` does."""
    return bool(call.layer["class_name"] == "GetItem" and str(call.layer["module"]).startswith("keras.src.ops."))


def _part(call: Call, names: Mapping[Tensor, str]) -> str:
    whole, key = [*call.args, *call.kwargs.values()]
    return f"{_argument(whole, names)}[{', '.join(map(_place, key if isinstance(key, list | tuple) else [key]))}]"


def _place(place: Any) -> str:
    """What stands between the brackets for one axis.

    >>> _place({"class_name": "__slice__", "config": {"start": None, "stop": 6, "step": None}}), _place(-1)
    (':6', '-1')
    """
    if isinstance(place, Mapping) and place.get("class_name") == "__ellipsis__":
        return "..."
    if not (isinstance(place, Mapping) and place.get("class_name") == "__slice__"):
        return literal(place)
    ends = [
        "" if place["config"][name] is None else literal(place["config"][name]) for name in ("start", "stop", "step")
    ]
    return ":".join(ends if ends[2] else ends[:2])


def _made(layer: Config) -> str:
    """What is called: a layer that is made there; for an operation on tensors, its function."""
    if not str(layer["module"]).startswith("keras.src.ops."):
        return expression(layer)
    from wellfit.backend import keras

    function = re.sub(r"(?<!^)(?=[A-Z])", "_", str(layer["class_name"])).lower()
    if not hasattr(keras.ops, function):
        raise StudyError(f"The model of this study has the operation {layer['class_name']!r}, which keras.ops lacks.")
    return f"keras.ops.{function}"


def _given(call: Call, names: Mapping[Tensor, str]) -> str:
    found = [_argument(value, names) for value in call.args]
    # Keras stores `training=False` with every call that nobody said anything about.
    given = {name: value for name, value in call.kwargs.items() if value is not None and value is not False}
    if str(call.layer["module"]).startswith("keras.src.ops."):
        given |= {name: value for name, value in call.layer["config"].items() if name != "name"}
    found += [f"{name}={_argument(value, names)}" for name, value in given.items() if name.isidentifier()]
    return ", ".join(found)


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
