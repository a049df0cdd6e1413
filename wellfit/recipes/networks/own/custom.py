"""Classes and functions in a model that Keras does not bring along."""

from collections.abc import Iterator, Mapping
from types import FunctionType
from typing import Any

from wellfit.backend import keras
from wellfit.recipes.networks.own.archive import objects

LAMBDA = "<lambda>"
# What a layer may hold that a saved model describes as an object of its own.
_PARTS = (keras.initializers.Initializer, keras.regularizers.Regularizer, keras.constraints.Constraint)


def custom_objects(model: keras.Model) -> dict[str, Any]:
    """Layers, functions, initializers and the like of a model, by the names that saved models have them under.

    A function without a name of its own is left out: no saved model can name it.

    >>> def steep(x):
    ...     return 2 * x
    >>> list(custom_objects(keras.Sequential([keras.layers.Dense(1, activation=steep)])))
    ['steep']
    """
    found: dict[str, Any] = {}
    for one in _foreign(model):
        found[one.__name__] = one
        found[keras.saving.get_registered_name(one)] = one
    return {name: one for name, one in found.items() if name != LAMBDA}


def unnamed_in(model: keras.Model) -> str | None:
    """The name of a layer that holds a lambda, if there is one."""
    held = ((layer.name, one) for layer in model._flatten_layers() for one in _held(layer))
    return next((name for name, one in held if one.__name__ == LAMBDA), None)


def unknown_objects(config: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a saved model needs and this process does not know, Keras' own aside: ("class" or "function", name)."""
    known = keras.saving.get_custom_objects()
    for one in objects(config):
        name, module = one.get("registered_name"), one.get("module")
        foreign = name and not str(module or "keras").split(".")[0].startswith(("keras", "builtins"))
        custom = foreign or (module is None and name) or (module == "builtins" and _is_unknown_function(one))
        kind = "function" if one["class_name"] == "function" else "class"
        called = one.get("config") if kind == "function" else name
        if custom and not {name, called, one["class_name"]} & set(known):
            yield kind, str(called)


def _is_unknown_function(one: Mapping[str, Any]) -> bool:
    name = one.get("config")
    if one["class_name"] != "function" or not isinstance(name, str):
        return False
    homes = (keras.activations, keras.losses, keras.metrics, keras.initializers, keras.regularizers)
    return not any(hasattr(home, name) for home in homes)


def _foreign(model: keras.Model) -> Iterator[Any]:
    for layer in [model, *model._flatten_layers()]:
        yield from (one for one in [type(layer), *_held(layer)] if not one.__module__.startswith("keras."))


def _held(layer: keras.Layer) -> Iterator[Any]:
    for value in vars(layer).values():
        if isinstance(value, FunctionType):
            yield value
        elif isinstance(value, _PARTS):
            yield type(value)
