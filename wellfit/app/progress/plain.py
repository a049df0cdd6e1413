"""Progress as plain lines: for files, pipes and continuous integration."""

import time

from rich.console import Console

from wellfit.app.progress.speed import reading_sentence, training_sentence
from wellfit.app.text import duration, printable

SECONDS_BETWEEN_LINES = 10.0  # often enough to see that it is alive, seldom enough for a log


class PlainProgress:
    """One line when a gate begins, one when it ends, and one every ten seconds of training between."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._printed = time.monotonic()

    def plan(self, sentence: str) -> None:
        """Print what will be done and how long it will take."""
        self._line(sentence)

    def gate_started(self, name: str, question: str) -> None:
        """Print the gate's question."""
        self._line(f"{name}: {question}")

    def training(
        self, name: str, members: int, epoch: int, epochs: int, epochs_per_second: float, seconds_left: float
    ) -> None:
        """Print how far the members are, unless a line was printed a moment ago."""
        if time.monotonic() - self._printed >= SECONDS_BETWEEN_LINES:
            self._line(f"{name}: {training_sentence(members, epoch, epochs, epochs_per_second, seconds_left)}")

    def reading(self, name: str, done: int, of: int) -> None:
        """Print how many are done, unless a line was printed a moment ago."""
        if time.monotonic() - self._printed >= SECONDS_BETWEEN_LINES:
            self._line(reading_sentence(name, done, of))

    def gate_finished(self, name: str, passed: bool, sentence: str, seconds: float) -> None:
        """Print the gate's answer."""
        self._line(f"{name}: {'passed' if passed else 'not passed'} in {duration(seconds)}. {sentence}")

    def note(self, sentence: str) -> None:
        """Print what happened by the way."""
        self._line(sentence)

    def _line(self, text: str) -> None:
        self._printed = time.monotonic()
        self._console.print(printable(text), markup=False, highlight=False, soft_wrap=True)
