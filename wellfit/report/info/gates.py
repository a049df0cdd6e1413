"""The gates in the order they ran, each with the question it asks."""

from dataclasses import dataclass
from typing import Any

from wellfit.record import StudyRecord


@dataclass(frozen=True, kw_only=True)
class GateRow:
    """One gate; `share` is its part of the time that all gates took."""

    name: str
    question: str
    passed: bool
    sentence: str
    advice: str
    seconds: float | None
    share: float
    evidence: dict[str, Any]


def gate_rows(record: StudyRecord) -> list[GateRow]:
    """Return every gate that finished."""
    gates = record.get("gates", [])
    total = sum(gate.get("seconds") or 0.0 for gate in gates) or 1.0
    return [
        GateRow(
            name=gate["name"],
            question=gate.get("question") or "",
            passed=bool(gate.get("passed")),
            sentence=gate.get("sentence") or "",
            advice=gate.get("advice") or "",
            seconds=gate.get("seconds"),
            share=(gate.get("seconds") or 0.0) / total,
            evidence=gate.get("evidence") or {},
        )
        for gate in gates
    ]


def evidence_of(record: StudyRecord, name: str) -> dict[str, Any]:
    """Return what one gate measured; empty where it did not run."""
    for gate in record.get("gates", []):
        if gate["name"] == name:
            return dict(gate.get("evidence") or {})
    return {}
