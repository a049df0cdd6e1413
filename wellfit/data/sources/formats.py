"""Which reader reads which file: decided by the suffix, delimited text where that says nothing."""

from collections.abc import Callable
from pathlib import Path

from wellfit.data.sources.arrow import read_arrow
from wellfit.data.sources.delimited import read_delimited
from wellfit.data.sources.json_file import read_json
from wellfit.data.sources.jsonl import read_jsonl
from wellfit.data.sources.npz import read_npz
from wellfit.data.sources.parquet import read_parquet
from wellfit.data.sources.part import Part

READERS: dict[str, Callable[[Path], Part]] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".tab": read_delimited,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".parquet": read_parquet,
    ".pq": read_parquet,
    ".arrow": read_arrow,
    ".feather": read_arrow,
    ".ipc": read_arrow,
    ".npz": read_npz,
}


def format_suffix(path: Path) -> str:
    """The suffix that tells the format, in lower case, `.gz` taken off.

    >>> format_suffix(Path("Reviews.JSONL.gz"))
    '.jsonl'
    """
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return name.suffix.lower()


def read_file(path: Path) -> Part:
    """Rows of one file; a file of an unknown suffix is tried as delimited text."""
    return READERS.get(format_suffix(path), read_delimited)(path)
