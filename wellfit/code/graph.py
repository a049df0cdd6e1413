"""A saved network as calls of its layers, in the order in which they can be made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wellfit.errors import StudyError

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
        return [*_tensors(self.args), *_tensors(list(self.kwargs.values()))]


@dataclass(frozen=True, kw_only=True)
class Graph:
    """The calls of a network, each after those that it needs, and the tensors at both ends."""

    calls: Sequence[Call]
    inputs: Sequence[Tensor]
    outputs: Sequence[Tensor]

    @property
    def shared(self) -> set[str]:
        """Names of layers that are called more than once."""
        return {call.output[0] for call in self.calls if call.output[1] > 0}


def graph_of(model: Config) -> Graph:
    """From the `config.json` of a `.keras` file, activations folded into the layers before them.

    Raises StudyError for a model that is neither Sequential nor functional.
    """
    config = model["config"]
    if model["class_name"] == "Sequential":
        config = _as_functional(config)
    elif model["class_name"] != "Functional":
        raise StudyError(
            f"The model of this study is a {model['class_name']}, a class with code of its own, which is not in its "
            "file; expected was a Sequential or functional model. Build it with your own code, and take the settings "
            "from the report."
        )
    return Graph(
        calls=list(_in_order(_folded(list(_calls(config["layers"]))))),
        inputs=[tensor_of(end) for end in _many(config["input_layers"])],
        outputs=[tensor_of(end) for end in _many(config["output_layers"])],
    )


def _as_functional(config: Mapping[str, Any]) -> dict[str, Any]:
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


def _many(ends: Sequence[Any]) -> list[Any]:
    """One end is stored as ["name", 0, 0], several as a list of these."""
    return [ends] if ends and isinstance(ends[0], str) else list(ends)


def _calls(layers: Sequence[Mapping[str, Any]]) -> Iterator[Call]:
    for layer in layers:
        nodes = layer["inbound_nodes"] or [{"args": [], "kwargs": {}}]
        for place, node in enumerate(nodes):
            yield Call(layer=layer, output=(layer["name"], place), args=node["args"], kwargs=node["kwargs"])


def _folded(calls: list[Call]) -> list[Call]:
    """A layer that only applies an activation goes into the layer before it, as people write it."""
    by_output = {call.output: call for call in calls}
    users: dict[Tensor, int] = {}
    for call in calls:
        for tensor in call.tensors:
            users[tensor] = users.get(tensor, 0) + 1
    several = {call.output[0] for call in calls if call.output[1] > 0}
    for call in calls:
        if call.layer["class_name"] != "Activation" or not isinstance(call.layer["config"]["activation"], str):
            continue
        before = by_output[call.tensors[0]]
        linear = before.layer["config"].get("activation") == "linear" and before.layer["class_name"] != "Activation"
        if linear and users[before.output] == 1 and not {before.output[0], call.output[0]} & several:
            config = {**before.layer["config"], "activation": call.layer["config"]["activation"]}
            call.layer, call.args, call.kwargs = {**before.layer, "config": config}, before.args, before.kwargs
            calls = [other for other in calls if other is not before]
    return calls


def _in_order(calls: Sequence[Call]) -> Iterator[Call]:
    """Each call after those that it needs."""
    done: set[Tensor] = set()
    waiting = list(calls)
    while waiting:
        ready = [call for call in waiting if set(call.tensors) <= done]
        if not ready:
            raise StudyError("The model of this study cannot be read: its layers wait for one another. Repeat the run.")
        yield ready[0]
        done.add(ready[0].output)
        waiting.remove(ready[0])


def tensor_of(history: Sequence[Any]) -> Tensor:
    """The tensor that a stored history names."""
    return str(history[0]), int(history[1])


def is_tensor(value: Any) -> bool:
    """Whether a stored argument stands for a tensor."""
    return isinstance(value, Mapping) and value.get("class_name") == "__keras_tensor__"


def _tensors(values: Sequence[Any]) -> list[Tensor]:
    found: list[Tensor] = []
    for value in values:
        if is_tensor(value):
            found.append(tensor_of(value["config"]["keras_history"]))
        elif isinstance(value, list | tuple):
            found += _tensors(value)
    return found
