"""What several commands have in common on the command line."""

import os
from collections.abc import Sequence
from typing import Annotated

import typer

SOURCE_HELP = (
    "Files, globs or folders (csv, tsv, json, jsonl, parquet, arrow, npz; text formats also gzipped; a folder of texts "
    "by class), or example:NAME. Several are read as one table."
)


def _show_tracebacks(wanted: bool) -> bool:
    """Hand --debug to whatever may fail later, and to processes that are started."""
    if wanted:
        os.environ["WELLFIT_DEBUG"] = "1"
    return wanted


def one_or_many(sources: Sequence[str]) -> str | list[str] | None:
    """What `wellfit.read` takes: one source by itself, several as a list, none as None."""
    return list(sources) if len(sources) > 1 else next(iter(sources), None)


Sources = Annotated[list[str], typer.Argument(metavar="SOURCE", help=SOURCE_HELP, show_default=False)]
StudyFolder = Annotated[
    str, typer.Argument(metavar="STUDY", help="The folder that wellfit run left.", show_default=False)
]
Debug = Annotated[
    bool,
    typer.Option("--debug", callback=_show_tracebacks, help="Show tracebacks, as WELLFIT_DEBUG=1 does."),
]
