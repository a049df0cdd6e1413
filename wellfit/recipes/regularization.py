"""What holds a network back from learning its training rows by heart, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wellfit.errors import OptionError
from wellfit.recipes.limits import Limits
from wellfit.recipes.noise import Noise


@dataclass(frozen=True, kw_only=True)
class Regularization:
    """Penalties, dropout and normalization of every hidden layer.

    The loss that training minimises is `loss + l1 * sum|w| + l2 * sum w**2` over the hidden layers'
    kernels, as `keras.regularizers.L1L2` defines it. `dropout` is the rate after each hidden layer.
    """

    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    batch_normalization: bool = False
    layer_normalization: bool = False
    limits: Limits = field(default_factory=Limits)
    noise: Noise = field(default_factory=Noise)

    def __post_init__(self) -> None:
        for name in ("l1", "l2"):
            if not getattr(self, name) >= 0:
                raise OptionError(f"The {name.upper()} penalty must be at least 0, received {getattr(self, name)}.")
        if not 0 <= self.dropout < 1:
            raise OptionError(f"A dropout rate must be at least 0 and below 1, received {self.dropout}.")
        if self.batch_normalization and self.layer_normalization:
            raise OptionError(
                "Hidden layers are normalized over the batch or over their units, received both; leave one out."
            )

    @property
    def normalized(self) -> bool:
        """Whether hidden layers are normalized, which brings a bias along."""
        return self.batch_normalization or self.layer_normalization


def rates(given: Regularization) -> Mapping[str, float]:
    """The values that layers of a population hold as variables, by the variable's name; each member has its own."""
    return {
        "dropout_rate": given.dropout,
        "spatial_rate": given.noise.spatial_dropout,
        "noise_deviation": given.noise.gaussian,
        "noise_rate": given.noise.gaussian_dropout,
        "activity_l1": given.limits.activity_l1,
        "activity_l2": given.limits.activity_l2,
    }


# Which columns are read: a variable as well, for folds choose by rows of their own.
KEPT = "kept_columns"
# Variables that only the engine's version of a model has; a stock layer has a constant in their place.
RATES = frozenset({*rates(Regularization()), KEPT})
