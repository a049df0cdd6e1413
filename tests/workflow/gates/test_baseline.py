import pytest

from wellfit.data.folds import with_folds
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


def test_with_folds_all_rows_judge_until_the_plan_leaves_them(context, data):
    asked = context("shop")
    asked.folded = with_folds(data("shop"), 8)
    answer = BaselineGate().run(asked)
    rows = sum(len(fold.splits.selection) for fold in asked.folded.folds)
    assert f"on {rows} rows, each of 8 parts of them judged by models that did not see it" in answer.sentence
    assert {len(baseline.selection_rows) for baseline in asked.baselines.values()} == {rows}
    assert asked.search is asked.folded
    asked.leave_folds()
    left = dict(asked.baselines)
    BaselineGate().run(asked)
    assert {name: found.selection for name, found in left.items()} == {
        name: found.selection for name, found in asked.baselines.items()
    }
    assert asked.search.folds == ()
