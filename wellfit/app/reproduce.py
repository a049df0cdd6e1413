"""`wellfit reproduce`: the experiments of the teaching texts, run again."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from wellfit.app.console import open_console
from wellfit.app.options import Debug
from wellfit.app.supervision import supervised
from wellfit.app.text import printable

if TYPE_CHECKING:
    from wellfit.reproduce import Reproduction

LIST = "list"
COLOURS = {"yes": "green", "no": "yellow"}


def reproduce(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The experiment; `list` names them all.", show_default=False)
    ],
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where its rows are, in their original files or in those of keras.datasets.",
            show_default="the folder of keras.datasets, else downloaded",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where page and numbers go.", show_default="reproductions/NAME"),
    ] = None,
    seeds: Annotated[int, typer.Option(metavar="N", help="How many times each network is trained.")] = 5,
    seed: Annotated[int, typer.Option(metavar="N", help="Where all chance comes from.")] = 0,
    epochs: Annotated[
        int | None, typer.Option(metavar="N", help="For how long, to try it out.", show_default="as in the text")
    ] = None,
    backbone: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE.keras",
            help="For dogs-vs-cats: another pretrained network.",
            show_default="VGG16, whose weights Keras keeps or fetches",
        ),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The file with the weights of VGG16, or of --backbone.", show_default=False),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the folder and nothing else.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print summary.json and nothing else.")] = False,
    debug: Debug = False,
) -> None:
    """Run an experiment of the teaching texts again, over several seeds, and hold it against what they report."""
    console = open_console(stderr=as_json)
    if name == LIST:
        _print_list(open_console(), as_json=as_json)
        return
    with supervised(console, quiet=quiet or (as_json and not console.is_terminal)) as supervision:
        from wellfit.reproduce import Options
        from wellfit.reproduce import reproduce as run

        options = Options(data=data, out=out, seeds=seeds, seed=seed, epochs=epochs, backbone=backbone, weights=weights)
        found = run(name, options, supervision.progress)
    if as_json:
        typer.echo(json.dumps(found.summary, indent=1, ensure_ascii=False, allow_nan=False))
    elif quiet:
        typer.echo(found.folder)
    else:
        print_reproduction(console, found)


def print_reproduction(console: Console, found: "Reproduction") -> None:
    """What the text reports beside what was found, what that teaches, and where the page is."""
    summary = found.summary
    for sentence in summary["deviations"]:
        console.print(Text(f"Not as in the text: {sentence}", style="yellow"), soft_wrap=not console.is_terminal)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("What", overflow="fold")
    table.add_column("reported", overflow="fold")
    table.add_column("found, 95 % interval", justify="right", overflow="fold")
    table.add_column("agrees?")
    for claim in summary["claims"]:
        agrees = Text(claim["agrees"], style=COLOURS.get(claim["agrees"], ""))
        table.add_row(claim["what"], claim["reported"], _interval(claim["found"]), agrees)
    console.print()
    console.print(table)
    for sentence in filter(None, (summary.get("ranking"), summary["teaches"])):
        console.print()
        console.print(Text(sentence), soft_wrap=not console.is_terminal)
    console.print()
    page = Text.assemble(("Page: ", "bold"), printable(str(found.folder / "page.html")))
    console.print(page, soft_wrap=True)


def _interval(found: dict[str, Any]) -> str:
    from wellfit.report.text import interval

    return interval(found["value"], found["low"], found["high"])


def _print_list(console: Console, *, as_json: bool) -> None:
    from wellfit.reproduce import EXPERIMENTS

    if as_json:
        told = [{"name": one.name, "title": one.title, "source": one.source} for one in EXPERIMENTS.values()]
        typer.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in ("Name", "What it shows"):
        table.add_column(column, overflow="fold", no_wrap=column == "Name")
    for one in EXPERIMENTS.values():
        table.add_row(Text(one.name, style="bold"), one.title)
    console.print(table)
