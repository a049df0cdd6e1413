"""The power gate: a first network beside controls that must not learn, and the lines it has to get below."""

from dataclasses import dataclass

from wellfit.record import StudyRecord
from wellfit.report.info.gates import evidence_of

LABELS = {
    "network": "first network",
    "permuted_labels": "labels permuted",
    "zeroed_inputs": "inputs zeroed",
    "one_batch": "one batch by heart",
}


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A loss with its interval over seeds."""

    label: str
    value: float
    low: float | None
    high: float | None
    control: bool


@dataclass(frozen=True, kw_only=True)
class Power:
    """What was trained, and the losses of the best baseline and of the constant prediction."""

    bars: list[Bar]
    baseline: float | None
    constant: float | None


def power(record: StudyRecord) -> Power | None:
    """Return what the power gate measured; None where it did not run."""
    evidence = evidence_of(record, "power")
    bars = [
        Bar(label=label, value=row["value"], low=row.get("low"), high=row.get("high"), control=key != "network")
        for key, label in LABELS.items()
        if isinstance(row := evidence.get(key), dict) and row.get("value") is not None
    ]
    if not bars:
        return None
    return Power(bars=bars, baseline=evidence.get("baseline_loss"), constant=evidence.get("constant_loss"))
