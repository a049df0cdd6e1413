"""What is done with gradients and weights in each step, as plain values."""

from dataclasses import dataclass

from wellfit.errors import OptionError


@dataclass(frozen=True, kw_only=True)
class Steps:
    """Gradients that are cut back, and weights that are averaged.

    Where all gradients together are longer than `clip_norm`, they are cut back to that length; 0 for any length.
    With `average` m above 0 what predicts is the moving average `a <- m a + (1 - m) w` of the weights.
    """

    clip_norm: float = 0.0
    average: float = 0.0

    def __post_init__(self) -> None:
        if not self.clip_norm >= 0:
            raise OptionError(f"The greatest length of gradients must be at least 0, received {self.clip_norm}.")
        if not 0 <= self.average < 1:
            raise OptionError(
                f"The momentum of averaged weights must be at least 0 and below 1, received {self.average}."
            )
