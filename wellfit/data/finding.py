"""One thing found out about the data, as a plain sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a reader or a check noticed: `kind` for programs, `sentence` for people.

    `severity` is "note" (nothing to do), "warning" (look at it) or "problem" (results cannot be
    trusted before it is mended). `columns` names the columns concerned.
    """

    kind: str
    sentence: str
    severity: str = "note"
    columns: tuple[str, ...] = ()
