"""What holds of every gate."""

import pytest

from wellfit.workflow.gates import ORDER, Gate


@pytest.mark.parametrize("one", ORDER, ids=lambda gate: gate.name)
def test_a_gate_asks_one_question_and_takes_a_part_of_the_time(one):
    assert isinstance(one, Gate)
    assert one.question.endswith("?")
    assert 0 <= one.share < 1


@pytest.mark.parametrize("one", ORDER, ids=lambda gate: gate.name)
def test_its_answer_is_stored_with_numbers_and_a_sentence(one, gate):
    stored = gate(one.name)
    assert stored["sentence"].endswith(".")
    assert isinstance(stored["passed"], bool)
    assert stored["evidence"]
    assert stored["seconds"] >= 0
    assert stored["passed"] or stored["advice"]
