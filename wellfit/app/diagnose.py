"""`wellfit diagnose`: the verdict on runs that were trained elsewhere."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

import wellfit
from wellfit.app.console import open_console
from wellfit.app.failures import fixable_errors
from wellfit.app.options import Debug, one_or_many
from wellfit.app.text import printable

if TYPE_CHECKING:
    from wellfit import Verdict

PATH_HELP = (
    "A history of Keras' fit as json or csv (CSVLogger), a TensorBoard event file or log folder, or a study. Several "
    "are "
    "seeds of one network."
)


def diagnose(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help=PATH_HELP, show_default=False)],
    constant: Annotated[
        float | None,
        typer.Option(
            metavar="LOSS",
            help="The loss of always giving the same answer, on the validation rows.",
            show_default="unknown",
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What to call the network.", show_default="the file's name")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="An html page to draw the curves in.", show_default="none"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdict as json and nothing else.")] = False,
    debug: Debug = False,
) -> None:
    """Judge runs that were trained elsewhere by their curves: what happened, since when, and what to try next."""
    with fixable_errors():
        verdict = wellfit.diagnose(one_or_many(paths), constant=constant, name=name, out=out)
    if as_json:
        typer.echo(json.dumps(verdict.as_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_verdict(open_console(), verdict, out)


def print_verdict(console: Console, verdict: "Verdict", out: Path | None) -> None:
    """The kind, the onset, the sentences, what to try next, and where the picture is."""
    console.print(Text(f"Verdict: {verdict.kind.replace('_', ' ')}", style="bold"))
    wrap = not console.is_terminal
    console.print(Text(printable(verdict.sentence)), soft_wrap=wrap)
    console.print()
    console.print(Text.assemble(("Next:    ", "bold"), printable(verdict.advice)), soft_wrap=wrap)
    if out is not None:
        console.print(Text.assemble(("Picture: ", "bold"), printable(str(out))), soft_wrap=True)
