"""Which progress fits the place it is printed to."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from wellfit.app.progress.live import LiveProgress
from wellfit.app.progress.plain import PlainProgress
from wellfit.workflow.progress import Silent

AnyProgress = LiveProgress | PlainProgress | Silent


@contextmanager
def open_progress(console: Console, *, quiet: bool) -> Iterator[AnyProgress]:
    """Progress for this console; leaves the terminal as it was, also after an error or Ctrl-C."""
    if quiet:
        yield Silent()
    elif not console.is_terminal:
        yield PlainProgress(console)
    else:
        with LiveProgress(console) as progress:
            yield progress
