"""Every kind of progress answers the same calls; what it prints is its own."""

import io
import itertools

import pytest
from rich.console import Console

from wellfit.app.progress import open_progress
from wellfit.app.progress.live import LiveProgress
from wellfit.app.progress.plain import PlainProgress
from wellfit.workflow.progress import Silent


def console(*, terminal):
    return Console(file=io.StringIO(), force_terminal=terminal, width=100, markup=False, highlight=False)


def tell(progress):
    progress.plan("It will take about 20 s.")
    progress.gate_started("power", "Does a network beat the baseline?")
    progress.training("power", 15, 3, 20, 120.0, 4.0)
    progress.note("One member went to infinity.")
    progress.gate_finished("power", True, "It does, by 0.1.", 4.25)
    progress.gate_started("capacity", "Can it overfit?")
    progress.gate_finished("capacity", False, "It cannot [red]yet[/red].", 1.0)


@pytest.mark.parametrize(
    "terminal, quiet, kind",
    [
        (True, False, LiveProgress),
        (False, False, PlainProgress),
        (True, True, Silent),
        (False, True, Silent),
    ],
)
def test_the_place_decides(terminal, quiet, kind):
    with open_progress(console(terminal=terminal), quiet=quiet) as progress:
        assert isinstance(progress, kind)


def test_plain_lines():
    place = console(terminal=False)
    with open_progress(place, quiet=False) as progress:
        tell(progress)
    assert place.file.getvalue().splitlines() == [
        "It will take about 20 s.",
        "power: Does a network beat the baseline?",
        "One member went to infinity.",
        "power: passed in 4.2 s. It does, by 0.1.",
        "capacity: Can it overfit?",
        "capacity: not passed in 1.0 s. It cannot [red]yet[/red].",
    ]


def test_how_far_the_reading_is():
    place = console(terminal=True)
    with open_progress(place, quiet=False) as progress:
        progress.gate_started("read", "What is in pets?")
        progress.reading("images decoded", 5, 20)
    assert "━━━━━─────────────── 5 of 20 images decoded" in place.file.getvalue()


def test_a_plain_line_of_training_every_ten_seconds(monkeypatch):
    clock = itertools.count(step=4.0)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    place = console(terminal=False)
    with open_progress(place, quiet=False) as progress:
        for epoch in range(1, 7):
            progress.training("power", 15, epoch, 20, 2.0, 7.0)
    assert place.file.getvalue().splitlines() == [
        "power: 15 members, epoch 3 of 20, 2 epochs a second, 7.0 s left",
        "power: 15 members, epoch 6 of 20, 2 epochs a second, 7.0 s left",
    ]


def test_long_lines_are_not_broken_in_a_file():
    place = console(terminal=False)
    with open_progress(place, quiet=False) as progress:
        progress.note("word " * 60)
    assert place.file.getvalue().count("\n") == 1


def test_live_lines_end_as_one_line_a_gate():
    place = console(terminal=True)
    with open_progress(place, quiet=False) as progress:
        tell(progress)
    printed = place.file.getvalue()
    assert "15 members, epoch 3 of 20, 120 epochs a second, 4.0 s left" in printed
    assert "✓" in printed
    assert "✗" in printed
    assert "It cannot [red]yet[/red]." in printed
    assert printed.rindex("\x1b[?25h") > printed.rindex("\x1b[?25l"), "the cursor is shown again"


def stop_within_a_gate(place):
    with open_progress(place, quiet=False) as progress:
        progress.gate_started("power", "Does a network beat the baseline?")
        raise KeyboardInterrupt


def test_an_error_within_a_gate_gives_the_terminal_back():
    place = console(terminal=True)
    with pytest.raises(KeyboardInterrupt):
        stop_within_a_gate(place)
    printed = place.file.getvalue()
    assert printed.rindex("\x1b[?25h") > printed.rindex("\x1b[?25l")


def test_silence():
    place = console(terminal=True)
    with open_progress(place, quiet=True) as progress:
        tell(progress)
    assert place.file.getvalue() == ""
