"""`wellfit run`: from a source to a study."""

import shlex
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

import wellfit
from wellfit.app.budget import parse_budget
from wellfit.app.console import open_console
from wellfit.app.options import Debug, Sources, one_or_many
from wellfit.app.outcome import print_outcome
from wellfit.app.progress import AnyProgress
from wellfit.app.supervision import supervised
from wellfit.data.images.size import BACKBONE_SIDE, USUAL_SIDE
from wellfit.workflow.folder import new_study_folder
from wellfit.workflow.given import Given
from wellfit.workflow.names import check_names
from wellfit.workflow.options import Options

if TYPE_CHECKING:
    from wellfit import Dataset, Study

# Kinds of findings that say how the rows are used, and not only what is odd about them.
TOLD_AT_ONCE = ("series_", "validation_is_test")


def run(
    sources: Sources,
    target: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="The column to predict, by name or position from 0.", show_default="guess"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the study goes.", show_default="studies/NAME-TIME"),
    ] = None,
    task: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="binary, multiclass or regression.", show_default="decided from the target"),
    ] = None,
    test: Annotated[
        list[str] | None,
        typer.Option(metavar="SOURCE", help="Rows to test on, of your own.", show_default="split off the source"),
    ] = None,
    image_size: Annotated[
        str | None,
        typer.Option(
            "--image-size",
            metavar="SIDE | HEIGHTxWIDTH",
            help="The size that images are brought to, in pixels.",
            show_default="found from the images, at most 160, or 224 with --backbone",
        ),
    ] = None,
    horizon: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="The rows follow each other in time: forecast the target so many steps ahead.",
            show_default="rows stand by themselves",
        ),
    ] = None,
    window: Annotated[
        int | None,
        typer.Option(metavar="N", help="How many last rows a forecast looks at.", show_default="two seasons"),
    ] = None,
    time_column: Annotated[
        str | None,
        typer.Option("--time", metavar="COLUMN", help="The column that says when a row was.", show_default="found"),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="FILE.keras | MODULE:FUNCTION",
            help="A Keras model of your own, or the function that builds it.",
            show_default="a network that fits the data",
        ),
    ] = None,
    backbone: Annotated[
        str | None,
        typer.Option(
            metavar="NAME | FILE.keras",
            help="For images, a pretrained network: one of keras.applications, or a file of your own.",
            show_default="the images alone are learned from",
        ),
    ] = None,
    weights: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="The weights of --backbone.", show_default="those that Keras fetches"),
    ] = None,
    views: Annotated[
        int,
        typer.Option(metavar="N", help="How many views of each training image --backbone sees, changed at random."),
    ] = 1,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Let the file of --model run code that it brings along.")
    ] = False,
    seeds: Annotated[int, typer.Option(metavar="N", help="How many times each recipe is trained.")] = 5,
    seed: Annotated[int, typer.Option(metavar="N", help="Where all chance comes from.")] = 0,
    budget: Annotated[str, typer.Option(metavar="DURATION", help="How long it may take: 90s, 10m, 1h.")] = "10m",
    only: Annotated[
        str | None,
        typer.Option(metavar="GATE,...", help="The gates to run, with commas between.", show_default="all"),
    ] = None,
    all_remedies: Annotated[
        bool, typer.Option("--all-remedies", help="Try also remedies that the verdict does not call for.")
    ] = False,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="A column to leave out; can be repeated.")
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="A column to use although a check would leave it out; can be repeated."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print the study's folder and nothing else.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print summary.json and nothing else.")] = False,
    debug: Debug = False,
) -> None:
    """Read the data, run the gates, say what was found, and leave a study with a report and a model."""
    console = open_console(stderr=as_json)
    with supervised(console, quiet=quiet or (as_json and not console.is_terminal)) as supervision:
        seconds, gates = parse_budget(budget), _gates(only)
        # Checked before the reading: a slip of the hand should not cost that of a large file.
        Options(seeds=seeds, seed=seed, budget=seconds, only=gates, all_remedies=all_remedies)
        Given(backbone=backbone, weights=weights, views=views)
        own = None if model is None else _model(model, unsafe=unsafe)
        begun = time.perf_counter()
        data = _read(
            supervision.progress,
            sources,
            target=target,
            task=task,
            test=one_or_many(test or ()),
            image_size=image_size,
            most_side=USUAL_SIDE if backbone is None else BACKBONE_SIDE,
            horizon=horizon,
            window=window,
            time=time_column,
            seed=seed,
            ignore=tuple(ignore or ()),
            keep=tuple(keep or ()),
        )
        supervision.folder = out or new_study_folder(data.name)
        seconds_left = max(1.0, seconds - (time.perf_counter() - begun))
        study = wellfit.study(
            data,
            model=own,
            backbone=backbone,
            weights=weights,
            views=views,
            seeds=seeds,
            seed=seed,
            budget=seconds_left,
            only=gates,
            all_remedies=all_remedies,
            out=supervision.folder,
            progress=supervision.progress,
            command=shlex.join(["wellfit", *sys.argv[1:]]),
        )
    _print_end(console, study, quiet=quiet, as_json=as_json)


def _model(given: str, *, unsafe: bool) -> object:
    from wellfit.engine.plans.devices import make_cores_devices  # these bring JAX and Keras along
    from wellfit.recipes.networks.own.load import origin

    make_cores_devices()  # before the model's first weight
    return origin(given, unsafe=unsafe)


def _read(progress: AnyProgress, sources: list[str], **options: Any) -> "Dataset":
    begun = time.perf_counter()
    progress.gate_started("read", f"What is in {', '.join(sources)}?")
    data = wellfit.read(one_or_many(sources), told=progress.reading, **options)
    progress.gate_finished("read", True, _content(data), time.perf_counter() - begun)
    for finding in data.findings:
        if finding.kind.startswith(TOLD_AT_ONCE):
            progress.note(finding.sentence)
    return data


def _content(data: "Dataset") -> str:
    parts = ("train", "validation", "selection", "test")
    rows = ", ".join(f"{len(getattr(data.splits, part)):,} {part}" for part in parts)
    kind = f"{data.task.kind}: {data.task.reason}" if data.task.reason else data.task.kind
    return f"{data.name}: {len(data.target):,} rows ({rows}). Target {data.task.target}, {kind}."


def _gates(only: str | None) -> tuple[str, ...] | None:
    """The gates that were named, checked; None is all of them."""
    if only is None:
        return None
    names = tuple(name.strip() for name in only.split(",") if name.strip())
    check_names(names)
    return names


def _print_end(console: Console, study: "Study", *, quiet: bool, as_json: bool) -> None:
    if as_json:
        typer.echo((study.folder / "summary.json").read_bytes().rstrip())
    elif quiet:
        typer.echo(study.folder)
    else:
        print_outcome(console, study.summary, study.folder)
