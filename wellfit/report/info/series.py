"""The forecasts of a series over its test period, beside what came and the naive forecasts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wellfit.record import StudyRecord

TRUTH = "truth"
# How each line is called for people.
NAMES = {
    TRUTH: "what came",
    "forecast": "forecast",
    "naive": "the last value",
    "seasonal_naive": "the value one season before",
}


@dataclass(frozen=True, kw_only=True)
class Forecasts:
    """Lines by name, of the last of `rows` test rows; `time` are ISO dates where `dates`, else numbers."""

    target: str
    ahead: str
    rows: int
    dates: bool
    time: Sequence[str | float]
    lines: Mapping[str, Sequence[float]]


def forecasts(record: StudyRecord) -> Forecasts | None:
    """Return the lines of the test period; None for data that are no series, and before the test was opened."""
    stored = record.get("series")
    if not stored:
        return None
    lines = {NAMES.get(name, name): values for name, values in stored["values"].items()}
    return Forecasts(
        target=stored["target"],
        ahead=stored["ahead"],
        rows=stored["rows"],
        dates=stored["dates"],
        time=stored["time"],
        lines=lines,
    )
