"""What every statement of a text can do: be held against what was found."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal

from wellfit.diagnosis.intervals import Interval
from wellfit.reproduce.found import Found

Answer = Literal["yes", "no", "undecided"]
ONE_SEED = "one seed says nothing about the spread"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A statement with what was found: its value with a 95 % interval, whether they agree, and why so.

    `p` is that of a comparison of losses on the held-out rows, which is corrected where there are several.
    """

    what: str
    reported: str
    found: Interval
    measure: str
    agrees: Answer
    why: str
    p: float | None = None

    def as_dict(self) -> dict[str, object]:
        """Plain values."""
        return {
            "what": self.what,
            "reported": self.reported,
            "found": self.found.as_dict(),
            "measure": self.measure,
            "agrees": self.agrees,
            "why": self.why,
        }


class Claim(ABC):
    """One statement of a text, as a frozen dataclass of plain values."""

    @abstractmethod
    def judge(self, found: Found) -> Judged:
        """Hold it against what was found."""


def sign_of(found: Interval) -> tuple[Answer, str]:
    """Whether a difference that a text says is below zero is so, beyond noise.

    >>> sign_of(Interval(value=-2.0, low=-3.0, high=-1.0))[0], sign_of(Interval(value=-2.0, low=-5.0, high=1.0))[0]
    ('yes', 'undecided')
    """
    if found.high < 0:
        return "yes", "the interval of the difference lies on the side that the text names"
    if found.low > 0:
        return "no", "the interval of the difference lies on the other side"
    unknown = not abs(found.low) < float("inf")
    return "undecided", ONE_SEED if unknown else "the interval of the difference contains zero"
