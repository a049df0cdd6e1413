"""One column of a table, as the encoders see it."""

from dataclasses import dataclass

from wellfit.data import dates

KINDS_USED = ("numeric", "boolean", "categorical", "short_text", "datetime", "text", "array", "image")
KINDS_LEFT_OUT = ("constant", "identifier", "nested", "ignored", "leak", "time")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its kind, why it has it, and how its cells are read.

    `layout` is the layout of a datetime column kept as strings. `unreadable` counts cells that are
    neither missing nor of the kind.
    """

    name: str
    kind: str
    detail: str = ""
    layout: str | None = None
    unreadable: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS_USED + KINDS_LEFT_OUT:
            raise ValueError(f"unknown kind of column {self.kind!r}")
        if self.layout is not None and self.layout not in dates.LAYOUTS:
            raise ValueError(f"unknown layout of dates {self.layout!r}")

    @property
    def left_out(self) -> bool:
        """Whether the column is kept from the network's input."""
        return self.kind in KINDS_LEFT_OUT
