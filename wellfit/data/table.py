"""Raw rows as one Polars frame, whatever they were read from."""

from dataclasses import dataclass

import polars as pl

from wellfit.data.finding import Finding


@dataclass(frozen=True, kw_only=True)
class Table:
    """Raw rows, one column a variable, before anything is inferred or encoded.

    `frame` may hold columns of any plain Polars type; an image-like array is one column of type
    `pl.Array`. `name` is what a study of it is called. `target` is the target column when the
    source itself says so (`y` of an npz file, the folder names of a folder by class).
    """

    frame: pl.DataFrame
    name: str
    target: str | None = None
    findings: tuple[Finding, ...] = ()
