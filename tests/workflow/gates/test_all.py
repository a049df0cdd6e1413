"""What holds of every gate."""

import pytest

from wellfit.workflow.gates import ORDERS, Gate

GATES = [(kind, gate) for kind in ("rows", "images") for gate in ORDERS[kind]]


@pytest.mark.parametrize("kind, one", GATES, ids=lambda value: getattr(value, "name", value))
def test_a_gate_asks_one_question_and_takes_a_part_of_the_time(kind, one):
    assert isinstance(one, Gate)
    assert one.question.endswith("?")
    assert 0 <= one.share < 1


@pytest.mark.parametrize("kind, one", GATES, ids=lambda value: getattr(value, "name", value))
def test_its_answer_is_stored_with_numbers_and_a_sentence(kind, one, finished, of_images):
    study = {"rows": finished, "images": of_images}[kind]
    stored = next(gate for gate in study.summary["gates"] if gate["name"] == one.name)
    assert stored["sentence"].endswith(".")
    assert isinstance(stored["passed"], bool)
    assert stored["evidence"]
    assert stored["seconds"] >= 0
    assert stored["passed"] or stored["advice"]
