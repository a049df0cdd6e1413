"""`wellfit report`: draw a study's report again, without training."""

from pathlib import Path
from typing import Annotated

import typer

import wellfit
from wellfit.app.failures import fixable_errors
from wellfit.app.options import Debug, StudyFolder


def report(
    study: StudyFolder,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write the page.", show_default="report.html in the study"),
    ] = None,
    debug: Debug = False,
) -> None:
    """Draw a study's report again, without training; also of a study that was stopped."""
    with fixable_errors():
        page = wellfit.open_study(study).report(out)
    typer.echo(page)
