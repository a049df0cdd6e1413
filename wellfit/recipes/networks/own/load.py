"""A model from wherever the user has it: a `.keras` file, a function by name, a Keras model, a function."""

import importlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wellfit.backend import keras
from wellfit.errors import ModelError, first_line, kind_of
from wellfit.recipes.networks.own.archive import RUNS_CODE, configuration, objects
from wellfit.recipes.networks.own.blueprint import Blueprint, blueprint_of
from wellfit.recipes.networks.own.custom import custom_objects, unknown_objects
from wellfit.recipes.networks.own.frozen import Frozen

_BY_NAME = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")
EXPECTED = "expected a .keras file, package.module:function, a keras.Model or a function that builds one"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A model as it came, compiled or not, and how it is made anew."""

    model: keras.Model
    blueprint: Blueprint


def origin(given: object, *, unsafe: bool = False) -> Origin:
    """The model that `given` stands for.

    Args:
        given: a path of a `.keras` file, "package.module:function", a Keras model, or a function that builds one.
        unsafe: whether a file may run code that it brings along.

    Raises:
        ModelError: it is none of these, cannot be loaded safely, or cannot be made anew for each seed.
    """
    if isinstance(given, keras.Model):
        return _of_model(given, None)
    if isinstance(given, Path) or (isinstance(given, str) and not _is_name(given)):
        return _of_file(Path(given), unsafe=unsafe)
    if isinstance(given, str):
        return _of_function(_function(given), given)
    if callable(given):
        return _of_function(given, getattr(given, "__name__", "the function"))
    raise ModelError(f"Received {kind_of(given)}, which is no model: {EXPECTED}.")


def _is_name(text: str) -> bool:
    return bool(_BY_NAME.fullmatch(text)) and not Path(text).exists()


def _of_file(path: Path, *, unsafe: bool) -> Origin:
    if path.suffix != ".keras":
        raise ModelError(
            f"'{path}' is no model: {EXPECTED}. Save the model with `model.save('m.keras')`, or name the function as "
            "in `mymodels.small:build`."
        )
    config = configuration(path, unsafe=unsafe)
    _refuse_unknown(path, config)
    if unsafe:  # the saved model has the same layers, and is loaded once to see whether it predicts the same
        keras.config.enable_unsafe_deserialization()
    described = [one["config"] for one in objects(config) if isinstance(one.get("config"), Mapping)]
    try:
        if any(one.get("trainable") is False for one in described):  # weights that are kept
            model = keras.saving.load_model(path, safe_mode=not unsafe)
        else:
            model = keras.saving.deserialize_keras_object(deepcopy(config), safe_mode=not unsafe)
    except Exception as error:
        raise ModelError(
            f"{path} is not a Keras model that can be loaded: {first_line(error)} Expected a .keras file of the "
            "layers that this version of Keras has; save the model again, or pass the function that builds it "
            "(--model package.module:function)."
        ) from error
    if not isinstance(model, keras.Model):
        raise ModelError(f"{path} holds {kind_of(model)} and no model. Save a keras.Model.")
    return Origin(model=model, blueprint=blueprint_of(config, {}, Frozen.of(model), unsafe=unsafe))


def kept(path: Path) -> keras.Model:
    """The model in a `.keras` file with its weights; none of the file is run.

    Raises ModelError where it is no such file, or needs code.
    """
    _refuse_unknown(path, configuration(path))
    try:
        found = keras.saving.load_model(path, compile=False)
    except Exception as error:
        raise ModelError(
            f"{path} is not a Keras model that can be loaded: {first_line(error)} Expected a .keras file of the "
            "layers that this version of Keras has; save the model again."
        ) from error
    if not isinstance(found, keras.Model):
        raise ModelError(f"{path} holds a {type(found).__name__} and no model. Save a keras.Model.")
    return found


def _refuse_unknown(path: Path, config: Mapping[str, Any]) -> None:
    for kind, name in unknown_objects(config):
        raise ModelError(
            f"{path} needs the {kind} {name!r}, which is not in Keras and not in the file: code is never run from "
            "a .keras file. Pass the function that builds the model, as in `--model package.module:function`, "
            "or in Python the model itself (`model=...`)."
        )


def _function(name: str) -> Callable[[], Any]:
    """The function of that name, its module found from where the command was started."""
    module_name, _, path = name.partition(":")
    with _current_folder_first():
        try:
            found: Any = importlib.import_module(module_name)
        except ModuleNotFoundError as error:
            raise ModelError(
                f"There is no module '{error.name}' for --model {name}: expected one that Python finds from "
                f"{Path.cwd()}. Start wellfit in the folder that holds it, or install its package."
            ) from error
        except Exception as error:
            raise ModelError(f"The module '{module_name}' failed while it was imported: {first_line(error)}") from error
    for part in path.split("."):
        if not hasattr(found, part):
            offered = ", ".join(sorted(key for key, value in vars(found).items() if callable(value) and key[0] != "_"))
            raise ModelError(
                f"The module '{module_name}' has no '{path}'; expected a function that builds a model, among "
                f"{offered or 'nothing'}. Correct the name."
            )
        found = getattr(found, part)
    if isinstance(found, keras.Model):
        return lambda: found
    if not callable(found):
        raise ModelError(f"{name} is {kind_of(found)}; expected a function that builds a Keras model.")
    function: Callable[[], Any] = found
    return function


@contextmanager
def _current_folder_first() -> Iterator[None]:
    here = str(Path.cwd())
    sys.path.insert(0, here)
    try:
        yield
    finally:
        sys.path.remove(here)


def _of_function(make: Callable[[], Any], name: str) -> Origin:
    try:
        model = make()
    except Exception as error:
        raise ModelError(
            f"{name} failed: {first_line(error)} Expected a function without arguments that builds a Keras model."
        ) from error
    if not isinstance(model, keras.Model):
        raise ModelError(f"{name} returned {kind_of(model)}; expected a keras.Model. Return the model.")
    return _of_model(model, make)


def _of_model(model: keras.Model, make: Callable[[], keras.Model] | None) -> Origin:
    classes = custom_objects(model)
    keras.saving.get_custom_objects().update(classes)  # so that the saved model can be loaded in this process
    rebuilds = type(model) in (keras.Model, keras.Sequential) or type(model).__module__.startswith("keras.")
    if make is not None and not rebuilds:
        return Origin(model=model, blueprint=Blueprint(config="", make=make, classes=classes))
    _refuse_lambda(model)
    try:
        config = keras.saving.serialize_keras_object(model)
        blueprint = blueprint_of(config, classes, Frozen.of(model))
        blueprint.fresh(0)
    except Exception as error:
        if make is not None:
            return Origin(model=model, blueprint=Blueprint(config="", make=make, classes=classes))
        raise ModelError(
            f"The model '{model.name}' cannot be made anew from its description, as each seed needs it: "
            f"{first_line(error)} Expected layers and models with get_config. Pass the function that builds it: "
            "model=build, or `--model package.module:build`."
        ) from error
    return Origin(model=model, blueprint=blueprint)


def _refuse_lambda(model: keras.Model) -> None:
    for layer in model._flatten_layers():
        if type(layer).__name__ in RUNS_CODE:
            raise ModelError(
                f"The layer '{layer.name}' of the model is {kind_of(layer)}, whose code would be in the saved "
                "model; expected layers that are plain values. Replace it by a layer class of your own or by "
                "operations of keras.ops."
            )
