"""How a model is made anew, with another start for each seed."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.recipes.networks.own.frozen import Frozen


@dataclass(frozen=True, kw_only=True)
class Blueprint:
    """A recipe of a model: equal blueprints make equal models.

    `config` is Keras' own description as JSON, without starts; empty for a model that only its function can
    build. `make` is that function. `classes` are those that Keras does not bring along, by the names under
    which the description has them. `frozen` are weights that each model made begins with: those of layers that
    are not to be trained, or all of them.
    """

    config: str
    make: Callable[[], keras.Model] | None = None
    classes: Mapping[str, Any] = field(default_factory=dict, compare=False)
    unsafe: bool = False
    frozen: Frozen = field(default_factory=Frozen)

    def fresh(self, seed: int) -> keras.Model:
        """The model before its first step: every start and every dropout mask that it draws comes from the seed."""
        with drawn_from(seed):
            if self.config:
                return self._deserialized()
            if self.make is None:
                raise RuntimeError("a blueprint has a configuration or a function")
            model = self.make()
            _draw_again(model)
            return model

    def rewritten(self, config: Mapping[str, Any]) -> "Blueprint":
        """The same with another description. Raises ModelError where layers have weights that are kept."""
        if self.frozen.layers:
            raise ModelError("it has layers that are frozen, whose weights fit no other width")
        return Blueprint(config=_text(config), classes=self.classes, unsafe=self.unsafe)

    @property
    def described(self) -> dict[str, Any]:
        """Keras' description as plain values. Raises ModelError where only a function builds the model."""
        if not self.config:
            raise ModelError(
                "its layers are called in code of its own, which cannot be rewritten; expected a Sequential or "
                "functional model, or a class with get_config"
            )
        found: dict[str, Any] = json.loads(self.config)
        return found

    def _deserialized(self) -> keras.Model:
        with keras.saving.custom_object_scope(dict(self.classes)):
            return keras.saving.deserialize_keras_object(
                json.loads(self.config), custom_objects=dict(self.classes), safe_mode=not self.unsafe
            )


def blueprint_of(
    config: Mapping[str, Any], classes: Mapping[str, Any], frozen: Frozen, *, unsafe: bool = False
) -> Blueprint:
    """The blueprint of a model that Keras described."""
    return Blueprint(config=_text(config), classes=dict(classes), frozen=frozen, unsafe=unsafe)


@contextmanager
def drawn_from(seed: int, part: int = 0) -> Iterator[None]:
    """Whatever is drawn without a seed of its own inside comes from this one; afterwards chance goes on as before.

    `part` tells apart what is drawn with one seed in several places.
    Keras takes the seeds of layers and initializers from Python's generator where none is given.
    """
    python, numpy = random.getstate(), np.random.get_state()
    number = int(np.random.SeedSequence([seed, 5, part]).generate_state(1)[0])
    random.seed(number)
    np.random.seed(number)
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)


def _text(config: Mapping[str, Any]) -> str:
    return json.dumps(_without_starts({**config, "compile_config": None}), sort_keys=True)


def _without_starts(value: Any) -> Any:
    """The same description with every seed left open."""
    if isinstance(value, Mapping):
        return {key: None if key == "seed" else _without_starts(item) for key, item in value.items()}
    return [_without_starts(item) for item in value] if isinstance(value, list | tuple) else value


def _draw_again(model: keras.Model) -> None:
    """Give initializers that have not been used yet new seeds, so that a fixed one does not make all starts alike."""
    for layer in model._flatten_layers():
        for value in list(vars(layer).values()):
            if isinstance(value, keras.initializers.Initializer) and isinstance(getattr(value, "seed", None), int):
                vars(value)["seed"] = random.randint(1, int(1e9))
