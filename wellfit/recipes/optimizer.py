"""The optimizer of a recipe, as plain values."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wellfit.errors import OptionError

if TYPE_CHECKING:
    import keras

NAMES = ("adam", "rmsprop", "sgd")


@dataclass(frozen=True, kw_only=True)
class Optimizer:
    """A Keras optimizer by name with the values that matter here.

    `weight_decay` is decoupled (AdamW when the name is adam): each step shrinks every weight by
    `learning_rate * weight_decay` of itself. `momentum` is used by sgd and rmsprop.

    `config` is Keras' own description, as JSON, of an optimizer that came with a model: it is kept as it is but
    for learning rate and weight decay, and `name` and `momentum` do not matter then.

    >>> Optimizer(name="sgd", learning_rate=0.1, momentum=0.9).learning_rate
    0.1
    """

    name: str = "adam"
    learning_rate: float = 1e-3
    momentum: float = 0.0
    weight_decay: float = 0.0
    config: str | None = None

    def __post_init__(self) -> None:
        if self.name not in NAMES and self.config is None:
            raise OptionError(f"There is no optimizer {self.name!r} here; expected one of {', '.join(NAMES)}.")
        if not self.learning_rate > 0:
            raise OptionError(f"A learning rate must be above 0, received {self.learning_rate}.")
        if not 0 <= self.momentum < 1:
            raise OptionError(f"Momentum must be at least 0 and below 1, received {self.momentum}.")
        if not self.weight_decay >= 0:
            raise OptionError(f"Weight decay must be at least 0, received {self.weight_decay}.")

    def build(self) -> "keras.optimizers.Optimizer":
        """The stock Keras optimizer with these values."""
        from wellfit.backend import keras

        values: dict[str, Any] = {"learning_rate": self.learning_rate, "weight_decay": self.weight_decay or None}
        if self.config is not None:
            return self._described(values)
        if self.name == "adam":
            return keras.optimizers.Adam(**values)
        if self.name == "rmsprop":
            return keras.optimizers.RMSprop(momentum=self.momentum, **values)
        return keras.optimizers.SGD(momentum=self.momentum, **values)

    def _described(self, values: dict[str, Any]) -> "keras.optimizers.Optimizer":
        from wellfit.backend import keras

        given = json.loads(self.config or "{}")
        if values["weight_decay"] is None and given["config"].get("weight_decay") is not None:
            values["weight_decay"] = 0.0  # AdamW takes no None
        return keras.optimizers.deserialize({**given, "config": {**given["config"], **values}})
