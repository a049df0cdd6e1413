"""What holds biases, outputs and the length of weights down, as plain values."""

from dataclasses import dataclass, fields

from wellfit.errors import OptionError


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Penalties on biases and on outputs of hidden layers, and the greatest length of a unit's incoming weights.

    Training minimises `loss + bias_l1 * sum|b| + bias_l2 * sum b**2` over the hidden layers' biases, and
    `+ (activity_l1 * sum|h| + activity_l2 * sum h**2) / rows` over their outputs for the rows of a batch, as Keras'
    `activity_regularizer` defines it. `max_norm` is the length that each hidden unit's kernel column is cut back to
    after a step; 0 for any length.
    """

    bias_l1: float = 0.0
    bias_l2: float = 0.0
    activity_l1: float = 0.0
    activity_l2: float = 0.0
    max_norm: float = 0.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not value >= 0:
                what = "max-norm" if field.name == "max_norm" else f"{_words(field.name)} penalty"
                raise OptionError(f"The {what} must be at least 0, received {value}.")

    @property
    def on_activity(self) -> bool:
        """Whether the outputs of hidden layers are penalised."""
        return self.activity_l1 > 0 or self.activity_l2 > 0


def _words(name: str) -> str:
    part, kind = name.split("_")
    return f"{part} {kind.upper()}"
