"""Where the raw rows of a dataset came from, so that they can be read again without wellfit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from wellfit.data.sources.example import PREFIX
from wellfit.data.sources.locate import locate


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The files of a dataset, and the type that each column of interest had once it was read.

    `sources` and `tests` are absolute paths of files, or of a folder of texts, or `example:NAME`, in the order of
    their rows; empty for rows that were in memory. `tests` is None where the test rows were split off. `types` are
    Polars' names of types by column, the target among them.
    """

    sources: tuple[str, ...] = ()
    tests: tuple[str, ...] | None = None
    types: Mapping[str, str] = field(default_factory=dict)


def origin_of(source: Any, test: Any, frame: pl.DataFrame, columns: Sequence[str]) -> Origin:
    """The origin of the rows in `frame`, which `wellfit.read` has read from `source`.

    >>> found = origin_of("example:iris", None, pl.DataFrame({"width": [1.5], "note": ["a"]}), ["width"])
    >>> found.sources, found.tests, dict(found.types)
    (('example:iris',), None, {'width': 'Float64'})
    """
    return Origin(
        sources=places(source),
        tests=None if test is None else places(test),
        types={name: str(frame.schema[name]) for name in columns},
    )


def places(source: Any) -> tuple[str, ...]:
    """What a source names, file by file; nothing for rows in memory."""
    if isinstance(source, str | Path):
        if isinstance(source, str) and source.startswith(PREFIX):
            return (source,)
        return tuple(str(path.absolute()) for path in locate(source))
    if isinstance(source, Sequence) and source and all(isinstance(item, str | Path) for item in source):
        return tuple(place for item in source for place in places(item))
    return ()
