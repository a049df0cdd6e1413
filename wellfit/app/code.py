"""`wellfit code`: the chosen recipe of a study as a plain Keras script."""

from pathlib import Path
from typing import Annotated

import typer

import wellfit
from wellfit.app.failures import fixable_errors
from wellfit.app.options import Debug, StudyFolder


def code(
    study: StudyFolder,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write the script.", show_default="print it"),
    ] = None,
    debug: Debug = False,
) -> None:
    """Print a script that trains the chosen recipe from the raw rows with plain Keras, without wellfit."""
    with fixable_errors():
        script = wellfit.open_study(study).code()
        if out is not None:
            from wellfit.record import write_atomically

            write_atomically(out, script)
    # As bytes: a terminal that lacks a letter would otherwise turn it into another name.
    typer.echo(script.encode() if out is None else out, nl=out is not None)
