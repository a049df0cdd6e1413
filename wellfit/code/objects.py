"""Objects that Keras saved, as the calls that make them: `keras.layers.Dense(64, activation="relu")`."""

import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np

from wellfit.code.literals import literal
from wellfit.errors import StudyError

# Modules of Keras whose classes a script may name.
STOCK = (
    "keras.layers",
    "keras.regularizers",
    "keras.initializers",
    "keras.constraints",
    "keras.optimizers",
    "keras.optimizers.schedules",
)
# A script draws numbers of its own, names of layers tell nothing, and all is float32.
_LEFT_OUT = ("name", "seed", "dtype", "quantization_config")
# What Keras stores where nothing was said.
_SAME_AS_NONE = ('"linear"', '"channels_last"')

Stored = Mapping[str, Any]


def expression(stored: Stored, **changed: Any) -> str:
    """The call that makes a stored object, without what is the default; `changed` replaces stored values.

    Raises StudyError for anything that is not stock Keras.

    >>> expression({"module": "keras.layers", "class_name": "Dropout", "config": {"rate": 0.5, "seed": 3}})
    'keras.layers.Dropout(0.5)'
    """
    kind = stock_class(stored)
    name = f"{stored['module']}.{stored['class_name']}"
    config = {**stored["config"], **changed}
    if name == "keras.regularizers.L1L2":
        return _penalty(float(config["l1"]), float(config["l2"]))
    return f"{name}({', '.join(_arguments(kind, config))})"


def stock_class(stored: Stored) -> Any:
    """The class of a stored object. Raises StudyError for one that is not stock Keras."""
    from wellfit.backend import keras

    module, name = stored.get("module"), str(stored.get("class_name"))
    if module in STOCK and name.isidentifier():
        found: Any = keras
        for part in (*str(module).split(".")[1:], name):
            found = getattr(found, part, None)
        if inspect.isclass(found):
            return found
    raise StudyError(
        f"The model of this study has the part {name!r} of {module!r}, which a plain Keras script cannot name; "
        "expected were stock layers of Keras. Load best/model.keras instead, together with the code of that part."
    )


def short(value: float) -> float:
    """A number as it was written, where it went through float32.

    >>> short(0.0010000000474974513), short(0.1)
    (0.001, 0.1)
    """
    rounded = float(f"{value:.7g}")
    return rounded if np.float32(rounded) == np.float32(value) else value


def _arguments(kind: Any, config: Stored) -> list[str]:
    """Required ones by place, others by name where they are not the default."""
    found: list[str] = []
    for name, parameter in inspect.signature(kind.__init__).parameters.items():
        if name not in config or name in _LEFT_OUT:
            continue
        text = _value(config[name])
        if parameter.default is inspect.Parameter.empty:
            found.append(text if all("=" not in one.split("(")[0] for one in found) else f"{name}={text}")
        elif text != _default(name, parameter.default) and (parameter.default is not None or text not in _SAME_AS_NONE):
            found.append(f"{name}={text}")
    if config.get("trainable") is False:
        found.append("trainable=False")
    return found


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return expression(value)
    if isinstance(value, float):
        return literal(short(value))
    return literal(_tuples(value))


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list | tuple) else value


def _default(name: str, default: Any) -> str:
    """The default of an argument as `_value` would write it; initializers are stored as objects."""
    from wellfit.backend import keras

    if name.endswith("initializer") and isinstance(default, str):
        return f"keras.initializers.{type(keras.initializers.get(default)).__name__}()"
    return _value(default) if default is None or isinstance(default, bool | int | float | str | list | tuple) else ""


def _penalty(l1: float, l2: float) -> str:
    if not l1:
        return f"keras.regularizers.L2({short(l2)!r})"
    return f"keras.regularizers.L1({short(l1)!r})" if not l2 else _both(l1, l2)


def _both(l1: float, l2: float) -> str:
    return f"keras.regularizers.L1L2(l1={short(l1)!r}, l2={short(l2)!r})"
