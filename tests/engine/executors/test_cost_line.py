"""The line that says what it costs to train in turn."""

from wellfit.engine.executors.cost_line import MEND, cost_line, line_for


def test_there_is_nothing_to_say_where_members_train_together():
    assert cost_line() is None
    assert cost_line(24, 36.0) is None


def test_it_names_the_backend_what_was_measured_and_what_to_do():
    assert line_for("tensorflow", 24, 36.0) == (
        "Keras runs on TensorFlow here, so members train one after another through it: 24 took 36 s, 1.5 s each. "
        + MEND
    )


def test_before_anything_was_measured_it_gives_no_number():
    assert line_for("torch", 0, 0.0) == (
        "Keras runs on PyTorch here, so members train one after another through it. " + MEND
    )
