"""Names: of columns read without one, of studies, and lists of names inside sentences."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from wellfit.errors import SourceError


def column_names(cells: Sequence[str], label: str) -> tuple[str, ...]:
    """Column names from the cells of a header line; an empty cell at position i becomes `column_i`.

    Raises SourceError when two columns have one name: values could not be told apart.

    >>> column_names([" age ", "", "job"], "people.csv")
    ('age', 'column_1', 'job')
    """
    names = tuple(cell.strip() or f"column_{position}" for position, cell in enumerate(cells))
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise SourceError(
            f"{label} has several columns of one name: {listed(repeated)}. Every column needs a name of its own; "
            "rename or remove the repeated ones."
        )
    return names


def numbered_names(count: int) -> tuple[str, ...]:
    """Names for a table without a header: `column_0`, `column_1`, …"""
    return tuple(f"column_{position}" for position in range(count))


def listed(names: Iterable[str], *, limit: int = 8) -> str:
    """Names as they stand in a sentence, quoted, the long tail counted.

    >>> listed(["a", "b", "c"], limit=2)
    '"a", "b" and 1 more'
    """
    quoted = [f'"{name}"' for name in names]
    if len(quoted) > limit:
        return f"{', '.join(quoted[:limit])} and {len(quoted) - limit:,} more"
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]])) if quoted else "none"


def counted(count: int, noun: str) -> str:
    """A number with its noun, in the plural where there is not exactly one.

    >>> counted(1, "value"), counted(2_000, "value")
    ('1 value', '2,000 values')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def study_name(path: Path) -> str:
    """A short name for a study of this file or folder, safe as a folder name.

    >>> study_name(Path("data/My reviews.jsonl.gz"))
    'My-reviews'
    """
    stem = path.name
    while Path(stem).suffix.lower() in {".gz", *SUFFIXES}:
        stem = Path(stem).stem
    return re.sub(r"[^\w.-]+", "-", stem).strip("-.") or "data"


SUFFIXES = (
    ".csv", ".tsv", ".tab", ".txt", ".data", ".dat", ".json", ".jsonl", ".ndjson", ".parquet", ".pq", ".arrow",
    ".feather", ".ipc", ".npz",
)  # fmt: skip
