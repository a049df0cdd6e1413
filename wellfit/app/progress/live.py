"""Progress on a terminal: one live line for the gate at work, one lasting line for each gate that is done."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from wellfit.app.progress.speed import bar, reading_sentence, training_sentence
from wellfit.app.text import duration, printable

NAME_WIDTH = 13  # learning_rate, the longest name of a gate
MARKS = {True: ("✓", "+", "green"), False: ("✗", "-", "yellow")}


class LiveProgress:
    """A context manager: the live line is gone, and the cursor back, when it is left."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live: Live | None = None
        self._spinner = Spinner("line" if console.options.ascii_only else "dots")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def plan(self, sentence: str) -> None:
        """Print what will be done and how long it will take."""
        self._console.print(Text(printable(sentence)))

    def gate_started(self, name: str, question: str) -> None:
        """Put the gate's question on the live line."""
        self._stop()
        self._show(name, question)
        self._live = Live(self._spinner, console=self._console, refresh_per_second=8, transient=True)
        self._live.start()

    def training(
        self, name: str, members: int, epoch: int, epochs: int, epochs_per_second: float, seconds_left: float
    ) -> None:
        """Put members, speed and time left on the live line."""
        self._show(name, training_sentence(members, epoch, epochs, epochs_per_second, seconds_left))

    def reading(self, name: str, done: int, of: int) -> None:
        """Put a bar and how many are done on the live line."""
        drawn = bar(done, of, ascii_only=self._console.options.ascii_only)
        self._show("read", f"{drawn} {reading_sentence(name, done, of)}")

    def gate_finished(self, name: str, passed: bool, sentence: str, seconds: float) -> None:
        """Take the live line away and print the gate's answer in its place."""
        self._stop()
        mark, plain_mark, colour = MARKS[passed]
        row = Table.grid(padding=(0, 1))
        row.add_column(width=1)
        row.add_column(width=NAME_WIDTH)
        row.add_column(width=len("00 min 00 s"), justify="right")
        row.add_column()
        row.add_row(
            Text(plain_mark if self._console.options.ascii_only else mark, style=colour),
            Text(name, style="bold"),
            Text(duration(seconds), style="dim"),
            Text(printable(sentence)),
        )
        self._console.print(row)

    def note(self, sentence: str) -> None:
        """Print what happened by the way, above the live line."""
        self._console.print(Text(printable(sentence), style="dim"))

    def _show(self, name: str, text: str) -> None:
        line = Text(f"{name:<{NAME_WIDTH}} ", style="bold", no_wrap=True, overflow="ellipsis")
        self._spinner.update(text=line.append(printable(text), style="not bold"))

    def _stop(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None
