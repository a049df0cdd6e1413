"""Where the program prints."""

from rich.console import Console

WIDTH_WITHOUT_TERMINAL = 120  # a file has no width of its own, and 80 breaks tables with numbers


def open_console(*, stderr: bool = False) -> Console:
    """A console that takes text as it is: no markup, no colouring of numbers, no smileys."""
    console = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console = Console(stderr=stderr, markup=False, highlight=False, emoji=False, width=WIDTH_WITHOUT_TERMINAL)
    return console
