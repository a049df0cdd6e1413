from wellfit.workflow.gates.baseline import BaselineGate
from wellfit.workflow.gates.capacity import GROWTH, MOST_STEPS, CapacityGate, _advice
from wellfit.workflow.gates.power import PowerGate


def test_it_says_what_was_tried_and_what_remedies_are_compared_with(finished, gate):
    evidence = gate("capacity")["evidence"]
    assert evidence["plain"] in evidence["tried"]
    assert 1 <= len(evidence["tried"]) <= 1 + MOST_STEPS
    assert gate("capacity")["passed"] == ("overfit" in evidence["tried"].values())
    assert evidence["verdict"] == finished.verdict.kind
    assert gate("capacity")["sentence"].endswith(f"Remedies are compared with {evidence['plain']}.")


def test_without_time_nothing_larger_is_tried(context):
    asked = context("line")
    BaselineGate().run(asked)
    PowerGate().run(asked)
    trained = asked.trainer.members
    asked.plan.reserve = 10 * asked.plan.budget
    answer = CapacityGate().run(asked)
    assert asked.trainer.members == trained
    assert list(answer.evidence["tried"]) == ["dense 64-64"]
    if asked.verdict.kind != "overfit":
        assert asked.plan.left_out == ["capacity: no time was left for it"]


def test_a_larger_network_is_four_times_as_wide(context):
    assert context("line").plain.network.scaled(GROWTH).description == "dense 256-256"


def test_one_seed_is_not_told_to_train_longer():
    assert _advice(1) == "Take at least 5 seeds (--seeds 5): one cannot show whether the validation loss turns."
    assert _advice(3).startswith("No network turned: train longer")
