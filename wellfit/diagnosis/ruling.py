"""The verdict on one recipe: its kind, a sentence for people and the numbers behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from wellfit.diagnosis.intervals import Interval

VerdictKind = Literal["diverged", "stuck", "no_signal", "underfit", "overfit", "well_fit", "undetermined"]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How a recipe does on the data, in one or two sentences, and what to do next.

    `onset` is set for overfit only: the epoch (from 1) of the lowest validation loss with its
    interval over seeds. `evidence` holds plain numbers and intervals as dicts, ready for JSON.
    """

    kind: VerdictKind
    recipe: str
    sentence: str
    advice: str
    onset: Interval | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as `summary.json` and the study hold them."""
        return {
            "kind": self.kind,
            "recipe": self.recipe,
            "onset_epoch": None if self.onset is None else whole(self.onset),
            "sentence": self.sentence,
            "advice": self.advice,
            "evidence": dict(self.evidence),
        }


def whole(epochs: Interval) -> dict[str, int]:
    """An interval of epochs as whole numbers.

    >>> whole(Interval(value=4.0, low=3.0, high=6.0))
    {'value': 4, 'low': 3, 'high': 6}
    """
    return {"value": int(epochs.value), "low": int(epochs.low), "high": int(epochs.high)}
