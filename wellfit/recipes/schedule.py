"""How the learning rate changes while training goes on, as plain values."""

from dataclasses import dataclass
from typing import Literal, get_args

from wellfit.errors import OptionError

Kind = Literal["constant", "cosine", "step", "plateau"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The rate is the optimizer's, times a factor.

    During `warm_up` epochs the factor rises from 0 to 1 in a straight line. From then on it falls, by `kind`: cosine
    to 0 over `epochs` epochs, by half a wave; step by `factor` every `epochs` epochs; plateau by `factor` whenever the
    validation loss has not improved for `epochs` epochs, counted from the first.
    """

    kind: Kind = "constant"
    epochs: float = 0.0
    factor: float = 0.0
    warm_up: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise OptionError(f"There is no schedule {self.kind!r}; expected one of {', '.join(KINDS)}.")
        if not self.warm_up >= 0:
            raise OptionError(f"A warm-up takes 0 epochs or more, received {self.warm_up}.")
        if self.kind != "constant" and not self.epochs > 0:
            raise OptionError(f"A schedule '{self.kind}' needs epochs above 0, received {self.epochs}.")
        if self.warm_up and self.kind not in ("constant", "cosine"):
            raise OptionError(f"A warm-up goes with a constant rate or a cosine, received one with '{self.kind}'.")
        if self.kind == "plateau" and self.epochs != int(self.epochs):
            raise OptionError(f"A plateau lasts a whole number of epochs, received {self.epochs}.")
        if self.kind in ("step", "plateau") and not 0 < self.factor < 1:
            raise OptionError(f"The rate falls by a factor between 0 and 1, received {self.factor}.")
