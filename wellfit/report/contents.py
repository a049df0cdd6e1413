"""Everything the template shows, gathered from one study; the template only places it."""

from collections.abc import Mapping
from typing import Any

from wellfit.record import StudyRecord, verdict_order
from wellfit.record.summary import stopped_at
from wellfit.report import text
from wellfit.report.info.curves import RecipeCurves, recipe_curves
from wellfit.report.info.effects import effect_rows, failed_remedies
from wellfit.report.info.evidence import lay_out
from wellfit.report.info.gates import gate_rows
from wellfit.report.info.levels import levels
from wellfit.report.info.pictures import pictures
from wellfit.report.info.power import power
from wellfit.report.info.predictions import confusion, residuals
from wellfit.report.info.priors import prior_rows
from wellfit.report.info.rates import rates
from wellfit.report.info.scores import constant_loss, lead, metric_of, scores
from wellfit.report.info.series import forecasts
from wellfit.report.info.verdicts import verdict_text

# shown in the gates by their figures already
DRAWN = {"learning_rate": ("rates",), "power": ("network", "permuted_labels", "zeroed_inputs", "one_batch")}
WIDEST_MATRIX = 20
KINDS = {"binary": "two classes", "multiclass": "several classes", "regression": "a number"}
SEVERITIES = ("problem", "warning", "note")


def contents(record: StudyRecord) -> dict[str, Any]:
    """Return the template's variables; what the run did not get to is None or empty."""
    matrix, curves, metric = confusion(record), recipe_curves(record), metric_of(record)
    first, second = verdict_order(record.get("levels") or [], record.get("verdict_chosen"))
    return {
        "name": record.meta.get("name") or record.folder.name,
        "meta": record.meta,
        "status": record.status,
        "stopped_at": stopped_at(record),
        "task": record.get("task"),
        "metric": metric,
        "plan": record.get("plan") or {},
        "folds": record.get("folds"),
        "verdict": verdict_text(record, first),
        "other_verdict": verdict_text(record, second),
        "best": record.get("best"),
        "lead": lead(record),
        "population": record.get("population"),
        "seconds": record.get("seconds"),
        "effects": effect_rows(record),
        "priors": prior_rows(record),
        "failed_remedies": failed_remedies(record),
        "curves": curves,
        "levels": levels(record, curves, metric),
        "pictures": pictures(record),
        "constant": constant_loss(record),
        "scores": scores(record),
        "matrix": matrix,
        "matrix_fits": matrix is not None and len(matrix.classes) <= WIDEST_MATRIX,
        "residuals": residuals(record),
        "series": forecasts(record),
        "rates": rates(record),
        "power": power(record),
        "gates": gate_rows(record),
        "evidence": {gate["name"]: _evidence(gate) for gate in record.get("gates", [])},
        "data": record.get("data"),
        "kinds": KINDS,
        "findings": findings(record),
        "settings": [lay_out(recipe.get("configuration") or {}, exact=True) for recipe in record.get("recipes", [])],
        "verdict_evidence": lay_out((record.get(first) or {}).get("evidence") or {}),
        "folder": record.folder.resolve().name,
        "recipes": record.get("recipes", []),
        "failed": failed_members(record),
        "configuration": configuration(record),
    }


def findings(record: StudyRecord) -> list[dict[str, Any]]:
    """Return what was noticed about the data, the gravest first."""
    found = (record.get("data") or {}).get("findings") or []
    rank = {severity: position for position, severity in enumerate(SEVERITIES)}
    return sorted(found, key=lambda finding: rank.get(finding.get("severity", "note"), len(rank)))


def failed_members(record: StudyRecord) -> list[tuple[str, int, int, str]]:
    """Return recipe, failed members, members in all and the first sentence, of recipes with a member that failed."""
    frame = record.members
    rows = []
    for recipe in frame["recipe"].unique(maintain_order=True):
        members = frame.filter((frame["recipe"] == recipe) & (frame["control"] == "none"))
        failed = members.filter(members["result"] == "diverged")
        if failed.height:
            rows.append((recipe, failed.height, members.height, failed["sentence"][0] or ""))
    return rows


def configuration(record: StudyRecord) -> dict[str, list[Any]]:
    """Return the exact configuration in groups: one a mapping, and what stands alone under "run"."""
    stored: Mapping[str, Any] = record.get("configuration") or {}
    alone = {key: value for key, value in stored.items() if not isinstance(value, Mapping)}
    groups = {key: value for key, value in stored.items() if isinstance(value, Mapping) and value}
    if alone:
        groups = {"run": alone, **groups}
    return {text.words(key): lay_out(value, exact=True) for key, value in groups.items()}


def position_of(curves: list[RecipeCurves], name: str) -> int | None:
    """Return where the recipe called `name` stands among the curves."""
    return next((position for position, recipe in enumerate(curves) if recipe.name == name), None)


def _evidence(gate: Mapping[str, Any]) -> list[Any]:
    drawn = DRAWN.get(gate["name"], ())
    return lay_out({key: value for key, value in (gate.get("evidence") or {}).items() if key not in drawn})
