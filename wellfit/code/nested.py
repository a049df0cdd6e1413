"""Models within a model, as if their layers had been called in it themselves."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wellfit.code.calls import (
    Call,
    Config,
    Tensor,
    as_functional,
    calls_of,
    inputs_of,
    is_tensor,
    outputs_of,
    tensor_of,
    tensors_in,
)
from wellfit.errors import StudyError


def opened(calls: Sequence[Call]) -> tuple[list[Call], dict[Tensor, Tensor]]:
    """The calls with those of inner models in place of the models, and what became of the models' outputs.

    Raises StudyError for an inner model with several outputs.
    """
    found: list[Call] = []
    became: dict[Tensor, Tensor] = {}
    for call in calls:
        if call.layer["class_name"] in ("Sequential", "Functional"):
            inner, became[call.output] = _inside(call)
            found += inner
        else:
            found.append(call)
    became = {outer: _last(outer, became) for outer in became}
    for call in found:
        call.args, call.kwargs = renamed(call.args, became), renamed(call.kwargs, became)
    return found, became


def renamed(value: Any, names: Mapping[Tensor, Tensor]) -> Any:
    """Stored arguments with other tensors in place of those that have another name by now."""
    if is_tensor(value):
        tensor = tensor_of(value["config"]["keras_history"])
        name, place = names.get(tensor, tensor)
        return {**value, "config": {**value["config"], "keras_history": [name, place, 0]}}
    if isinstance(value, Mapping):
        return {key: renamed(item, names) for key, item in value.items()}
    return [renamed(item, names) for item in value] if isinstance(value, list | tuple) else value


def _inside(call: Call) -> tuple[list[Call], Tensor]:
    """The calls that one call of an inner model makes, and the tensor that comes out."""
    config: Config = call.layer["config"]
    config = as_functional(config) if call.layer["class_name"] == "Sequential" else config
    outputs = outputs_of(config)
    if len(outputs) != 1:
        raise StudyError(
            f"The model of this study has the model {call.output[0]!r} within it, with {len(outputs)} outputs; "
            "expected were inner models with one. Take best/model.keras, and the settings from the report."
        )
    calls, became = opened(list(calls_of(config["layers"])))
    given = dict(zip(inputs_of(config), tensors_in(call.args), strict=True))
    names = dict(_own_names(calls, *call.output)) | given
    for one in calls:
        one.layer, one.output = {**one.layer, "name": names[one.output][0]}, names[one.output]
        one.args, one.kwargs = renamed(one.args, names), renamed(one.kwargs, names)
    output = became.get(outputs[0], outputs[0])
    return [one for one in calls if one.output not in given.values()], names[output]


def _own_names(calls: Sequence[Call], model: str, again: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Names that no other layer has; those of a layer whose model is called `again` go on counting."""
    uses = Counter(call.output[0] for call in calls)
    for call in calls:
        name, place = call.output
        yield call.output, (f"{model}/{name}", place + again * uses[name])


def _last(tensor: Tensor, names: Mapping[Tensor, Tensor]) -> Tensor:
    """What an inner model puts out may be what another one puts out."""
    while tensor in names and names[tensor] != tensor:
        tensor = names[tensor]
    return tensor
