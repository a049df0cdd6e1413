"""The calls of layers that a saved network stores, and the tensors between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# A tensor: the layer that makes it, at which of its calls.
Tensor = tuple[str, int]
Config = Mapping[str, Any]


@dataclass(kw_only=True)
class Call:
    """One call of one layer, on tensors that stand somewhere in `args` and `kwargs`."""

    layer: Mapping[str, Any]
    output: Tensor
    args: Sequence[Any]
    kwargs: Mapping[str, Any]

    @property
    def tensors(self) -> list[Tensor]:
        """What it reads."""
        return [*tensors_in(self.args), *tensors_in(list(self.kwargs.values()))]


def as_functional(config: Config) -> dict[str, Any]:
    """The configuration of a Sequential model, as that of a functional one."""
    layers: list[dict[str, Any]] = []
    if config["layers"][0]["class_name"] != "InputLayer":
        start = {"name": "rows", "batch_shape": config["build_input_shape"], "dtype": "float32"}
        layers.append({"class_name": "InputLayer", "config": start, "name": "rows", "inbound_nodes": []})
    for layer in config["layers"]:
        name = layer["config"]["name"]
        before = [{"args": [_reference(layers[-1]["name"])], "kwargs": {}}] if layers else []
        layers.append({**layer, "name": name, "inbound_nodes": before})
    first, last = layers[0]["name"], layers[-1]["name"]
    return {"layers": layers, "input_layers": [[first, 0, 0]], "output_layers": [[last, 0, 0]]}


def _reference(name: str) -> dict[str, Any]:
    return {"class_name": "__keras_tensor__", "config": {"keras_history": [name, 0, 0]}}


def inputs_of(config: Config) -> list[Tensor]:
    """The tensors that a functional model takes."""
    return [tensor_of(end) for end in _many(config["input_layers"])]


def outputs_of(config: Config) -> list[Tensor]:
    """The tensors that a functional model gives."""
    kinds = {layer["name"]: layer["class_name"] for layer in config["layers"]}
    ends = [tensor_of(end) for end in _many(config["output_layers"])]
    # Here, and nowhere else, Keras counts the call by which a functional model was made.
    return [(name, place - (kinds.get(name) == "Functional")) for name, place in ends]


def _many(ends: Any) -> list[Any]:
    """One end is stored as ["name", 0, 0], several as a list or a mapping of these."""
    if isinstance(ends, Mapping):
        return list(ends.values())
    return [ends] if ends and isinstance(ends[0], str) else list(ends)


def calls_of(layers: Sequence[Mapping[str, Any]]) -> Iterator[Call]:
    """All calls of stored layers, in the order of the layers."""
    for layer in layers:
        nodes = layer["inbound_nodes"] or [{"args": [], "kwargs": {}}]
        for place, node in enumerate(nodes):
            yield Call(layer=layer, output=(layer["name"], place), args=node["args"], kwargs=node["kwargs"])


def tensor_of(history: Sequence[Any]) -> Tensor:
    """The tensor that a stored history names."""
    return str(history[0]), int(history[1])


def is_tensor(value: Any) -> bool:
    """Whether a stored argument stands for a tensor."""
    return isinstance(value, Mapping) and value.get("class_name") == "__keras_tensor__"


def tensors_in(values: Sequence[Any]) -> list[Tensor]:
    """The tensors among stored arguments, also within lists and mappings."""
    found: list[Tensor] = []
    for value in values:
        if is_tensor(value):
            found.append(tensor_of(value["config"]["keras_history"]))
        elif isinstance(value, list | tuple):
            found += tensors_in(value)
        elif isinstance(value, Mapping):
            found += tensors_in(list(value.values()))
    return found
