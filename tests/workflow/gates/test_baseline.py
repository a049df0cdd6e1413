import pytest

from wellfit.workflow.gates.baseline import BaselineGate


def test_the_family_is_fitted_and_the_best_is_known(context):
    asked = context("line")
    answer = BaselineGate().run(asked)
    assert answer.passed
    assert list(asked.baselines) == ["constant", "linear", "boosting"]
    assert asked.best_baseline.name == "linear"  # the truth is a line
    assert answer.evidence["linear"]["mae"] == pytest.approx(0.4, abs=0.15)  # noise of 0.5 is a mean error of 0.4
    assert answer.sentence.startswith("Selection mae: constant ")


def test_where_nothing_is_found_it_fails(hopeless):
    stored = next(gate for gate in hopeless.summary["gates"] if gate["name"] == "baseline")
    losses = {name: numbers["loss"] for name, numbers in stored["evidence"].items()}
    assert stored["passed"] == (min(losses.values()) < losses["constant"])


def test_little_time_means_fewer_rows(context):
    asked = context("line", budget=0.001)
    assert asked.plan.baseline_rows(10**6) == 2_000
