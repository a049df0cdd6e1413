"""A saved network as calls of its layers, in the order in which they can be made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wellfit.code.calls import Call, Config, Tensor, as_functional, calls_of, inputs_of, outputs_of
from wellfit.code.nested import opened
from wellfit.errors import StudyError


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
    """From the `config.json` of a `.keras` file, inner models opened, activations folded into the layers before them.

    Raises StudyError for a model that is neither Sequential nor functional.
    """
    config = model["config"]
    if model["class_name"] == "Sequential":
        config = as_functional(config)
    elif model["class_name"] != "Functional":
        raise StudyError(
            f"The model of this study is a {model['class_name']}, a class with code of its own, which is not in its "
            "file; expected was a Sequential or functional model. Build it with your own code, and take the settings "
            "from the report."
        )
    calls, became = opened(list(calls_of(config["layers"])))
    outputs = [became.get(end, end) for end in outputs_of(config)]
    return Graph(calls=list(_in_order(_folded(calls))), inputs=inputs_of(config), outputs=outputs)


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
