"""`summary.json`: what a run found, in the public format wellfit-summary/1."""

from typing import Any

from wellfit.record.reader import StudyRecord

FORMAT = "wellfit-summary/1"

# in this order in the file; what a run did not get to is None, or an empty list where many are expected
ONE = ("task", "data", "folds", "verdict", "verdict_chosen", "best", "population", "seconds")
MANY = ("baselines", "gates", "levels", "priors", "effects", "recipes")
ORDER = (
    "task",
    "data",
    "folds",
    "baselines",
    "gates",
    "verdict",
    "verdict_chosen",
    "levels",
    "priors",
    "effects",
    "recipes",
    "best",
    "population",
    "seconds",
)


def summary(record: StudyRecord) -> dict[str, Any]:
    """Return the study as one plain dict, also when the run stopped on its way.

    `status` is "complete", "running", "interrupted" or "failed"; `stopped_at` names the gate a run that is
    not complete was in. Nothing in it depends on the clock but what is called seconds, so that the same seed
    gives the same summary.
    """
    head = {
        "format": FORMAT,
        "name": record.meta.get("name"),
        "status": record.status,
        "stopped_at": stopped_at(record),
    }
    body = {key: record.get(key, [] if key in MANY else None) for key in ORDER}
    left_out = (record.get("plan") or {}).get("left_out", [])
    return {**head, **body, "left_out": left_out}


def stopped_at(record: StudyRecord) -> str | None:
    """Return the gate in which a run stopped that is not complete; None where it is, or before the first gate."""
    if record.status == "complete":
        return None
    current: str | None = record.get("current_gate")
    if current is not None:
        return current
    gates = record.get("gates", [])
    return str(gates[-1]["name"]) if gates else None
