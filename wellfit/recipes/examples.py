"""What training makes of the rows and their answers, as plain values."""

from dataclasses import dataclass

from wellfit.errors import OptionError


@dataclass(frozen=True, kw_only=True)
class Examples:
    """Softer, mixed and weighted answers; in prediction, and in what is compared, all rows are as they are.

    `label_smoothing` is the share of an answer that goes to all classes alike. With `mixup` above 0 each batch is mixed
    with itself, rows and answers, in shares of Beta(mixup, mixup); with `cutmix`, pictures take a rectangle of another,
    of such a share of their area, and that share of its answer. A row of class k counts
    `(rows / (classes * rows of k)) ** class_weights` times: with 1, all classes weigh the same.
    """

    label_smoothing: float = 0.0
    mixup: float = 0.0
    class_weights: float = 0.0
    cutmix: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.label_smoothing < 1:
            raise OptionError(f"Label smoothing must be at least 0 and below 1, received {self.label_smoothing}.")
        if not self.mixup >= 0:
            raise OptionError(f"The parameter of mixup must be at least 0, received {self.mixup}.")
        if not self.cutmix >= 0:
            raise OptionError(f"The parameter of cutmix must be at least 0, received {self.cutmix}.")
        if self.mixup and self.cutmix:
            raise OptionError("Rows are mixed by mixup or by cutmix, received both; leave one out.")
        if not 0 <= self.class_weights <= 1:
            raise OptionError(f"The power of class weights must be from 0 to 1, received {self.class_weights}.")

    @property
    def mixes(self) -> bool:
        """Whether rows of a batch are mixed with one another."""
        return self.mixup > 0 or self.cutmix > 0
