"""What holds a network back from learning its training rows by heart, as plain values."""

from dataclasses import dataclass

from wellfit.errors import OptionError


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

    def __post_init__(self) -> None:
        for name in ("l1", "l2"):
            if not getattr(self, name) >= 0:
                raise OptionError(f"The {name.upper()} penalty must be at least 0, received {getattr(self, name)}.")
        if not 0 <= self.dropout < 1:
            raise OptionError(f"A dropout rate must be at least 0 and below 1, received {self.dropout}.")
