"""What one reader hands over: raw rows with the name of where they came from."""

from dataclasses import dataclass

import polars as pl

from wellfit.data.finding import Finding


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file, folder or object as a frame; several of them are combined into one `Table`.

    `label` names the origin in messages (a path, "the data frame"); `name` is what a study of it
    is called; `target` is the target column when the source itself says so.
    """

    label: str
    name: str
    frame: pl.DataFrame
    target: str | None = None
    findings: tuple[Finding, ...] = ()
