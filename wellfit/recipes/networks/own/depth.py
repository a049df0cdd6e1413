"""More and fewer dense hidden layers, in Keras' description of a model."""

from collections.abc import Mapping, Sequence
from typing import Any

from wellfit.errors import ModelError
from wellfit.recipes.networks.own.width import unbuilt

# What belongs to a dense layer that stands before it: it comes and goes with the layer.
_BELONGING = (
    "Activation",
    "ReLU",
    "LeakyReLU",
    "ELU",
    "PReLU",
    "BatchNormalization",
    "LayerNormalization",
    "Dropout",
    "GaussianDropout",
    "GaussianNoise",
    "ActivityRegularization",
)
_TENSOR = "__keras_tensor__"


def deepened(config: Mapping[str, Any], layers: int) -> dict[str, Any]:
    """The description with so many more layers like the last dense hidden one, or fewer, with what belongs to them.

    Raises ModelError where there is none, or it is not in a plain row: called several times, or in several ways.
    """
    if config["class_name"] not in ("Sequential", "Functional"):
        raise ModelError("its layers are called in code of its own, which cannot be rewritten")
    changed: dict[str, Any] = unbuilt(config)
    changed["build_config"] = config.get("build_config")
    for number in range(abs(layers)):
        _change(changed["config"], number, more=layers > 0, functional=changed["class_name"] == "Functional")
    return changed


def _change(config: dict[str, Any], number: int, *, more: bool, functional: bool) -> None:
    found = config["layers"]
    dense = [place for place, layer in enumerate(found) if layer["class_name"] == "Dense"]
    if len(dense) < 2:
        raise ModelError("it has no dense hidden layer that could be repeated or left out")
    if not more and len(dense) < 3:
        raise ModelError("of its dense hidden layers none would be left")
    first = dense[-2]
    last = _end(found, first, functional=functional)
    block = found[first : last + 1]
    if functional:
        _row(found, block)
    if more:
        names = {layer["config"]["name"]: f"{layer['config']['name']}_more_{number + 1}" for layer in block}
        copies = [_renamed(layer, names) for layer in block]
        if functional:
            ends = _name(block[-1])
            _redirect(config, ends, _name(copies[-1]), but=copies)
            _redirect({"layers": copies[:1]}, _source(block[0]), ends, but=[])
        found[last + 1 : last + 1] = copies
    else:
        if functional:
            _redirect(config, _name(block[-1]), _source(block[0]), but=block)
        del found[first : last + 1]


def _end(layers: Sequence[Mapping[str, Any]], first: int, *, functional: bool) -> int:
    """The place of the last layer that belongs to the dense one at `first`, in the order in which they are listed."""
    place = first
    while place + 1 < len(layers) and layers[place + 1]["class_name"] in _BELONGING:
        if functional and _sources(layers[place + 1]) != [_name(layers[place])]:
            break
        place += 1
    return place


def _row(layers: Sequence[Mapping[str, Any]], block: Sequence[Mapping[str, Any]]) -> None:
    """Raises ModelError unless the block is a row: each layer called once, on one tensor, all but the last one read
    by the next alone.
    """
    readers = [source for layer in layers for source in _sources(layer)]
    single = all(len(layer["inbound_nodes"]) == 1 and len(_sources(layer)) == 1 for layer in block)
    if not single or any(readers.count(_name(layer)) != 1 for layer in block[:-1]):
        raise ModelError(f"its layer '{_name(block[0])}' is used in several places, and no other can stand in for it")


def _name(layer: Mapping[str, Any]) -> str:
    return str(layer.get("name") or layer["config"]["name"])


def _source(layer: Mapping[str, Any]) -> str:
    return _sources(layer)[0]


def _sources(layer: Mapping[str, Any]) -> list[str]:
    """Names of the layers whose outputs it is called on."""
    return [str(tensor["keras_history"][0]) for tensor in _tensors(layer["inbound_nodes"])]


def _tensors(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        if value.get("class_name") == _TENSOR:
            return [value["config"]]
        return [one for item in value.values() for one in _tensors(item)]
    return [one for item in value for one in _tensors(item)] if isinstance(value, list) else []


def _redirect(config: Mapping[str, Any], old: str, new: str, *, but: Sequence[Mapping[str, Any]]) -> None:
    """Whoever reads the layer `old` reads `new` from now on, but for these layers."""
    for layer in config["layers"]:
        if any(layer is one for one in but):
            continue
        for tensor in _tensors(layer["inbound_nodes"]):
            if tensor["keras_history"][0] == old:
                tensor["keras_history"][0] = new
    for end in _ends(config.get("output_layers", [])):
        if end[0] == old:
            end[0] = new


def _ends(ends: list[Any]) -> list[list[Any]]:
    """One end is stored as ["name", 0, 0], several as a list of these."""
    return [ends] if ends and isinstance(ends[0], str) else ends


def _renamed(layer: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A copy under another name, which reads the renamed ones."""
    copy: dict[str, Any] = unbuilt(layer)
    copy["config"]["name"] = names[copy["config"]["name"]]
    if "name" in copy:
        copy["name"] = copy["config"]["name"]
    for tensor in _tensors(copy.get("inbound_nodes", [])):
        tensor["keras_history"][0] = names.get(tensor["keras_history"][0], tensor["keras_history"][0])
    return copy
