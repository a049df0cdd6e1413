from wellfit.reproduce.step import step
from wellfit.workflow.progress import Silent


class Heard(Silent):
    """Keeps what it is told."""

    def __init__(self):
        self.all = []

    def gate_started(self, name, question):
        self.all.append((name, question))

    def gate_finished(self, name, passed, sentence, seconds):
        self.all.append((name, passed, sentence, seconds >= 0))


def test_a_step_is_heard_when_it_begins_and_when_it_has_an_answer():
    heard = Heard()
    with step(heard, "read", "Where?") as said:
        assert heard.all == [("read", "Where?")]
        said.append("Here.")
        said.append("Two of them.")
    assert heard.all[1:] == [("read", True, "Here. Two of them.", True)]
