"""Chance within the network other than dropout of single units, as plain values."""

from dataclasses import dataclass

from wellfit.errors import OptionError


@dataclass(frozen=True, kw_only=True)
class Noise:
    """What is drawn anew in each training step, and never in prediction.

    `gaussian` is the standard deviation of what is added to each hidden output, `gaussian_dropout` the rate `p` of
    factors with mean 1 and variance `p / (1 - p)`, `spatial_dropout` the rate at which whole channels of pictures and
    of sequences are silenced.
    """

    gaussian: float = 0.0
    gaussian_dropout: float = 0.0
    spatial_dropout: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.gaussian <= 1:  # as Keras has it
            raise OptionError(
                f"The deviation of Gaussian noise must be at least 0 and at most 1, received {self.gaussian}."
            )
        for name in ("gaussian_dropout", "spatial_dropout"):
            rate = getattr(self, name)
            if not 0 <= rate < 1:
                raise OptionError(
                    f"The rate of {name.replace('_', ' ')} must be at least 0 and below 1, received {rate}."
                )
