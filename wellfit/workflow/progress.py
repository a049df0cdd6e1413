"""What a study tells while it goes on, and to whom."""

from typing import Protocol


class Progress(Protocol):
    """Somebody who watches a study: the command line, a notebook, nobody."""

    def plan(self, sentence: str) -> None:
        """Say beforehand what will be done and how long it takes."""

    def gate_started(self, name: str, question: str) -> None:
        """Hear that a gate began."""

    def training(
        self, name: str, members: int, epoch: int, epochs: int, epochs_per_second: float, seconds_left: float
    ) -> None:
        """Hear how far a population is; `epochs_per_second` counts the epochs of all members."""

    def gate_finished(self, name: str, passed: bool, sentence: str, seconds: float) -> None:
        """Hear a gate's answer."""

    def reading(self, name: str, done: int, of: int) -> None:
        """Hear how far a preparation is: what is done, how many of them, and of how many."""

    def note(self, sentence: str) -> None:
        """Hear something by the way."""


class Silent:
    """Nobody watches."""

    def plan(self, sentence: str) -> None:
        """Keep quiet."""

    def gate_started(self, name: str, question: str) -> None:
        """Keep quiet."""

    def training(
        self, name: str, members: int, epoch: int, epochs: int, epochs_per_second: float, seconds_left: float
    ) -> None:
        """Keep quiet."""

    def gate_finished(self, name: str, passed: bool, sentence: str, seconds: float) -> None:
        """Keep quiet."""

    def reading(self, name: str, done: int, of: int) -> None:
        """Keep quiet."""

    def note(self, sentence: str) -> None:
        """Keep quiet."""
