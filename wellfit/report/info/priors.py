"""Networks that suit the kind of data: what each changed against the plain one."""

from dataclasses import dataclass

from wellfit.record import StudyRecord
from wellfit.report.info.effects import Direction, direction


@dataclass(frozen=True, kw_only=True)
class PriorRow:
    """One network: why it was tried, its learning rate, and its change in loss; no numbers where it did not train."""

    network: str
    reason: str
    rate: float
    change: float | None
    low: float | None
    high: float | None
    p_holm: float | None
    found: str
    direction: Direction


def prior_rows(record: StudyRecord) -> list[PriorRow]:
    """Return the networks in the order in which they were tried."""
    return [
        PriorRow(
            **{name: stored.get(name) for name in ("network", "reason", "rate", "change", "low", "high", "found")},
            p_holm=None if stored.get("change") is None else stored.get("p_holm"),
            direction=direction(stored.get("low"), stored.get("high")),
        )
        for stored in record.get("priors", [])
    ]
