"""Gate 0: is there anything in the data that would make every later number wrong?"""

from wellfit.data.pipeline.windows import Windows
from wellfit.data.wording import count
from wellfit.workflow.context import Context
from wellfit.workflow.gates.gate import Answer, Gate


class DataGate(Gate):
    """Gathers what reading and checking found out; fails on problems, not on notes and warnings."""

    name = "data"
    question = "Can the numbers be trusted?"

    def run(self, context: Context) -> Answer:
        """Store task, rows, columns and findings."""
        data = context.data
        rows = {split: len(data.rows(split)) for split in ("train", "validation", "selection", "test")}
        context.writer.put("task", {**_task(data), "reason": data.task.reason})
        context.writer.put(
            "data",
            {
                "rows": rows,
                "features": data.features,
                "findings": data.findings,
                **({} if data.pipeline.series is None else {"series": _series(data.pipeline.series)}),
                "columns": [{"name": c.name, "kind": c.kind, "detail": c.detail} for c in data.schema.columns],
            },
        )
        worries = {level: sum(f.severity == level for f in data.findings) for level in ("problem", "warning")}
        sentence = (
            f"{sum(rows.values()):,} rows, {count(data.features, 'feature')} after encoding; "
            f"{count(worries['problem'], 'problem')} and {count(worries['warning'], 'warning')} found."
        )
        advice = "Mend the problems listed among the findings first." if worries["problem"] else ""
        return Answer(passed=not worries["problem"], sentence=sentence, evidence={**rows, **worries}, advice=advice)


def _series(windows: Windows) -> dict[str, object]:
    return {
        "time": windows.clock.columns,
        "step": windows.clock.span(1),
        "horizon": windows.horizon,
        "window": windows.window,
        "season": windows.season or None,
    }


def _task(data: object) -> dict[str, object]:
    task = data.task  # type: ignore[attr-defined]
    return {
        "kind": task.kind,
        "target": task.target,
        "classes": task.classes,
        "loss": task.loss,
        "metric": task.metric,
    }
