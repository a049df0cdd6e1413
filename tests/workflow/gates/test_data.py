from dataclasses import replace

from wellfit.data.finding import Finding
from wellfit.workflow.gates.data import DataGate


def test_rows_features_and_task_are_stored(finished, gate):
    summary = finished.summary
    rows = summary["data"]["rows"]
    assert sum(rows.values()) == 240
    assert {name: gate("data")["evidence"][name] for name in rows} == rows
    assert summary["task"]["classes"] == ["no", "yes"]
    assert (summary["task"]["kind"], summary["task"]["target"]) == ("binary", "bought")
    assert gate("data")["passed"]
    assert gate("data")["sentence"].startswith("240 rows, ")


def test_a_problem_fails_it_and_a_warning_does_not(context, data):
    found = [Finding(kind=kind, sentence=f"A {kind}.", severity=kind) for kind in ("warning", "problem", "note")]
    asked = context(replace(data("line"), findings=tuple(found)))
    answer = DataGate().run(asked)
    assert not answer.passed
    assert answer.sentence.endswith("1 problem and 1 warning found.")
    assert answer.advice == "Mend the problems listed among the findings first."
    asked.data = replace(asked.data, findings=(found[0], found[2]))
    assert DataGate().run(asked).passed
