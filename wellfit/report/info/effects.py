"""What each remedy changed: a difference in loss with its interval, and what follows from it."""

from dataclasses import dataclass
from typing import Any, Literal

from wellfit.record import StudyRecord
from wellfit.report.text import parameters, plain_value

SIGNIFICANT = 0.05  # the other side of the 95 % of the intervals
Direction = Literal["better", "same", "worse"]


@dataclass(frozen=True, kw_only=True)
class EffectRow:
    """One remedy: `change` is remedy minus reference in unpenalised loss, so that below zero is better.

    `sure` is False where the correction for the number of comparisons says that it may be chance, whatever
    the interval.
    """

    remedy: str
    parameters: str
    recipe: str
    change: float
    low: float | None
    high: float | None
    p: float | None
    p_holm: float | None
    seeds: int
    adopted: bool
    reason: str
    direction: Direction
    sure: bool


def effect_rows(record: StudyRecord) -> list[EffectRow]:
    """Return the remedies that could be compared, the one that lowers the loss most first."""
    known = [effect for effect in record.get("effects", []) if effect.get("change") is not None]
    return sorted((_row(effect) for effect in known), key=lambda row: row.change)


def failed_remedies(record: StudyRecord) -> list[str]:
    """Return the remedies without a number: their members did not train."""
    return [effect["remedy"] for effect in record.get("effects", []) if effect.get("change") is None]


def _row(effect: dict[str, Any]) -> EffectRow:
    low, high = effect.get("low"), effect.get("high")
    return EffectRow(
        remedy=effect["remedy"],
        parameters=_parameters(effect["remedy"], effect.get("parameters") or {}),
        recipe=effect.get("recipe") or "",
        change=effect["change"],
        low=low,
        high=high,
        p=effect.get("p"),
        p_holm=effect.get("p_holm"),
        seeds=effect.get("seeds") or 0,
        adopted=bool(effect.get("adopted")),
        reason=effect.get("reason") or "",
        direction=direction(low, high),
        sure=effect.get("p_holm") is None or effect["p_holm"] < SIGNIFICANT,
    )


def _parameters(remedy: str, values: dict[str, Any]) -> str:
    """Write the parameters; where the only one is called as the remedy is, its value alone says it all."""
    return plain_value(values[remedy]) if list(values) == [remedy] else parameters(values)


def direction(low: float | None, high: float | None) -> Direction:
    """Return what an interval of a change in loss says: better below zero, worse above it, else the same."""
    if low is None or high is None or low <= 0 <= high:
        return "same"
    return "better" if high < 0 else "worse"
