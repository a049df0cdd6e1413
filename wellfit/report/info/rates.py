"""The learning-rate gate: loss after a few hundred steps at each rate."""

from dataclasses import dataclass
from statistics import median

from wellfit.record import StudyRecord
from wellfit.report.info.gates import evidence_of
from wellfit.report.info.scores import constant_loss


@dataclass(frozen=True, kw_only=True)
class Rate:
    """One rate; `loss` is None when it diverged in every seed."""

    rate: float
    loss: float | None
    low: float | None
    high: float | None
    diverged: bool


@dataclass(frozen=True, kw_only=True)
class Rates:
    """All rates in ascending order, the interval of the good ones, and the one that was taken."""

    rates: list[Rate]
    low: float | None
    high: float | None
    chosen: float | None
    ceiling: float


def rates(record: StudyRecord) -> Rates | None:
    """Return what the learning-rate gate measured; None where it did not run."""
    evidence = evidence_of(record, "learning_rate")
    measured = [row for row in evidence.get("rates") or [] if row.get("rate")]
    if not measured:
        return None
    low, high = (evidence.get("interval") or [None, None])[:2]
    rows = [
        Rate(
            rate=row["rate"],
            loss=row.get("loss"),
            low=row.get("low"),
            high=row.get("high"),
            diverged=bool(row.get("diverged")) or row.get("loss") is None,
        )
        for row in sorted(measured, key=lambda row: row["rate"])
    ]
    ceiling = _ceiling(rows, constant_loss(record))
    return Rates(rates=rows, low=low, high=high, chosen=evidence.get("chosen"), ceiling=ceiling)


def _ceiling(rows: list[Rate], constant: float | None) -> float:
    """The loss up to which the figure reaches: a rate far above the others must not flatten them."""
    losses = [row.loss for row in rows if row.loss is not None]
    if not losses:
        return 1.0
    return min(1.05 * max(losses), max(3 * median(losses), 1.25 * (constant or 0.0)))
