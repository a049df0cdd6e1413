"""How a script loads one source: a call with `path` in it, and the function it needs where a line will not do."""

from dataclasses import dataclass, field
from pathlib import Path

from wellfit.code.section import Section
from wellfit.data.sources.content import GZIP

DOC = "The rows of one file, as the study read them."


@dataclass(frozen=True, kw_only=True)
class Loader:
    """`call` is an expression in which `path` stands for the source; `section` what it needs.

    `text` says that all cells are read as text.
    """

    call: str
    section: Section = field(default_factory=Section)
    text: bool = False


def opened(path: Path) -> str:
    """The begin of a `with` that opens a text file, packed or not."""
    if packed(path):
        return 'with gzip.open(path, "rt", encoding="utf-8-sig")'
    return 'with open(path, encoding="utf-8-sig")'


def gzip_import(path: Path) -> tuple[str, ...]:
    """The import that `opened` needs."""
    return ("import gzip",) if packed(path) else ()


def packed(path: Path) -> bool:
    """Whether a file is gzipped, whatever its suffix says."""
    with path.open("rb") as file:
        return file.read(len(GZIP)) == GZIP
