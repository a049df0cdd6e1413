"""The first rows of a frame on a terminal."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from wellfit.app.text import printable

if TYPE_CHECKING:
    import polars as pl

ROWS = 10
COLUMNS = 6


def print_preview(console: Console, frame: "pl.DataFrame") -> None:
    """Print the first ten rows with their numbers, the first six columns, and below them what is not shown."""
    shown = frame.head(ROWS).select(frame.columns[:COLUMNS])
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("row", justify="right", style="dim")
    for name in shown.columns:
        table.add_column(Text(printable(name)), overflow="ellipsis", no_wrap=True)
    for number, row in enumerate(shown.iter_rows()):
        table.add_row(str(number), *(Text(_cell(value)) for value in row))
    console.print(table)
    rest = _rest(frame)
    if rest:
        console.print(Text(rest, style="dim"))


def _cell(value: object) -> str:
    if value is None:
        return "(not read)"
    return f"{value:.4g}" if isinstance(value, float) else printable(str(value))


def _rest(frame: "pl.DataFrame") -> str | None:
    rows, columns = frame.height - ROWS, frame.width - COLUMNS
    parts = [f"{rows:,} more rows"] * (rows > 0) + [f"{columns:,} more columns"] * (columns > 0)
    return f"… and {' and '.join(parts)}; --out FILE writes all" if parts else None
