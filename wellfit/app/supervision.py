"""What stands around a run: progress, errors in plain words, and Ctrl-C."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from wellfit.app.failures import fixable_errors
from wellfit.app.interrupt import INTERRUPTED, two_stage_interrupt
from wellfit.app.progress import AnyProgress, open_progress
from wellfit.app.text import printable


@dataclass(kw_only=True)
class Supervision:
    """A run at work: where it tells its progress, and its study's folder as soon as that is known."""

    progress: AnyProgress
    folder: Path | None = None


@contextmanager
def supervised(console: Console, *, quiet: bool) -> Iterator[Supervision]:
    """Run the body with progress; what ends it early becomes a message on stderr and an exit code.

    The progress is closed first, so that the message stands below the last line and not within it.
    Raises typer.Exit: 2 for what the user can fix, 130 for Ctrl-C.
    """
    supervision = None
    try:
        with (
            fixable_errors(),
            open_progress(console, quiet=quiet) as progress,
            two_stage_interrupt(progress.note, leave=console.show_cursor),
        ):
            supervision = Supervision(progress=progress)
            yield supervision
    except KeyboardInterrupt:
        sys.stderr.write(f"{_stopped(supervision.folder if supervision else None)}\n")
        raise typer.Exit(INTERRUPTED) from None


def _stopped(folder: Path | None) -> str:
    if folder is None or not folder.exists():
        return "Stopped before there was anything to keep: no study was written."
    place = printable(str(folder))
    return f"Stopped. What was finished until now is in {place} and can be read: wellfit report {place}"
