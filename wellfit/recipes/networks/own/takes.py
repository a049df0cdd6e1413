"""What a model takes: its inputs with names, shapes and types, and the form in which it wants them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wellfit.backend import keras

Shape = tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True)
class Input:
    """One input: its name, the shape of one row (None: not fixed before the model is called), and whether it takes
    whole numbers, as many as it has vectors for.
    """

    name: str
    shape: Shape | None
    whole: bool = False
    vectors: int | None = None


def inputs_of(model: keras.Model) -> list[Input]:
    """The inputs in the order in which `call_with` takes them."""
    if isinstance(model, keras.Sequential) and not model.built:
        return [Input(name=model.name, shape=None, **_ids(model.layers[0] if model.layers else None))]
    if isinstance(model, keras.Sequential) or _is_functional(model):
        return [
            Input(name=tensor.name, shape=tuple(tensor.shape[1:]), **_ids_of_tensor(model, tensor))
            for tensor in model.inputs
        ]
    return _of_build(model)


def call_with(model: keras.Model, tensors: Sequence[Any]) -> Any:
    """The model applied to its inputs, in the order of `inputs_of`."""
    if _is_functional(model) and not isinstance(model, keras.Sequential):
        return model(keras.tree.pack_sequence_as(model._inputs_struct, list(tensors)))
    names = [one.name for one in inputs_of(model)]
    if len(tensors) == 1 and not isinstance(_built_shapes(model), Mapping):
        return model(tensors[0])
    if isinstance(_built_shapes(model), Mapping):
        return model(dict(zip(names, tensors, strict=True)))
    return model(list(tensors))


def _is_functional(model: keras.Model) -> bool:
    return getattr(model, "_inputs_struct", None) is not None


def _of_build(model: keras.Model) -> list[Input]:
    """A subclassed model says what it was called with, if it was."""
    shapes = _built_shapes(model)
    whole = any(isinstance(layer, keras.layers.Embedding) for layer in model._flatten_layers())
    if isinstance(shapes, Mapping):
        return [Input(name=name, shape=tuple(shape[1:])) for name, shape in shapes.items()]
    if shapes and isinstance(shapes[0], list | tuple):
        return [Input(name=f"input {place}", shape=tuple(shape[1:])) for place, shape in enumerate(shapes, 1)]
    return [Input(name="input", shape=tuple(shapes[1:]) if shapes else None, whole=whole)]


def _built_shapes(model: keras.Model) -> Any:
    """The shapes of inputs that a model was built with: one, a list or a dictionary of them; None before."""
    if not model.built or _is_functional(model):
        return None
    config = model.get_build_config() or {}
    shapes = config.get("input_shape") or next(iter(config.get("shapes_dict", {}).values()), None)
    if isinstance(shapes, Mapping):
        return dict(shapes)
    return shapes if isinstance(shapes, list | tuple) else None


def _ids_of_tensor(model: keras.Model, tensor: Any) -> dict[str, Any]:
    """Whether an input is looked up in an Embedding first, and how many vectors that has."""
    if isinstance(model, keras.Sequential):
        found = _ids(model.layers[0] if model.layers else None)
    else:
        reads = [
            layer
            for layer in model.layers
            if isinstance(layer, keras.layers.Embedding)
            for node in layer._inbound_nodes
            if any(one is tensor for one in node.input_tensors)
        ]
        found = _ids(reads[0] if reads else None)
    return found if found["whole"] else {"whole": "int" in str(tensor.dtype), "vectors": None}


def _ids(layer: Any) -> dict[str, Any]:
    embeds = isinstance(layer, keras.layers.Embedding)
    return {"whole": embeds, "vectors": layer.input_dim if embeds else None}
