"""Which loader a source gets."""

from collections.abc import Callable
from pathlib import Path

from wellfit.code.loaders.binary import arrow, npz, parquet
from wellfit.code.loaders.delimited import delimited
from wellfit.code.loaders.example import example
from wellfit.code.loaders.folder import folder
from wellfit.code.loaders.jsons import json_file, json_lines
from wellfit.code.loaders.loader import Loader
from wellfit.data.sources.example import PREFIX
from wellfit.data.sources.formats import format_suffix
from wellfit.errors import StudyError


def loader(place: str) -> Loader:
    """How this source is loaded: a file, a folder of texts, or `example:NAME`.

    Raises StudyError where it is not there any more, for its form is taken from itself.
    """
    if place.startswith(PREFIX):
        return example(place.removeprefix(PREFIX))
    path = Path(place)
    if not path.exists():
        raise StudyError(
            f"{place}, which the study was made from, is not there any more; expected was the same file in the same "
            "place, for a script that reads it. Put it back."
        )
    if path.is_dir():
        return folder(path)
    return _FORMATS.get(format_suffix(path), delimited)(path)


_FORMATS: dict[str, Callable[[Path], Loader]] = {
    ".json": json_file,
    ".jsonl": json_lines,
    ".ndjson": json_lines,
    ".parquet": parquet,
    ".pq": parquet,
    ".arrow": arrow,
    ".feather": arrow,
    ".ipc": arrow,
    ".npz": npz,
}
