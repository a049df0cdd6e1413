"""`wellfit predict`: a study's best model on new rows."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

import wellfit
from wellfit.app.console import open_console
from wellfit.app.failures import fixable_errors
from wellfit.app.options import Debug, Sources, StudyFolder, one_or_many
from wellfit.app.preview import print_preview

if TYPE_CHECKING:
    import polars as pl


def predict(
    study: StudyFolder,
    sources: Sources,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Where to write the predictions; the suffix says how (csv, tsv, json, jsonl, parquet, arrow).",
            show_default="print the first rows",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="MODULE:FUNCTION",
            help="The function that built the model, where it has layers or functions of your own.",
            show_default="the model's file is enough",
        ),
    ] = None,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Let the study's model run code that it brings along.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Predict new rows with a study's best model."""
    with fixable_errors():
        _prepare(model, unsafe=unsafe)
        predictions = wellfit.open_study(study).best.predict(one_or_many(sources))
        if out is not None:
            from wellfit.data.sources import write_table

            write_table(predictions, out)
    _print_predictions(predictions, out)


def _prepare(model: str | None, *, unsafe: bool) -> None:
    """Let Keras know what is in the model, and run what its file holds, where that is asked for."""
    if unsafe:
        from wellfit.backend import keras

        keras.config.enable_unsafe_deserialization()
    if model is not None:
        from wellfit.recipes.networks.own.load import origin

        origin(model)


def _print_predictions(predictions: "pl.DataFrame", out: Path | None) -> None:
    console = open_console()
    if out is None:
        print_preview(console, predictions)
    where = f" to {out}" if out is not None else ""
    did = "Wrote" if out is not None else "Made"
    console.print(Text(f"{did} {_count(predictions.height, 'prediction')}{where}."), soft_wrap=True)
    unread = predictions["prediction"].null_count()
    if unread:
        console.print(Text(f"{_count(unread, 'row')} could not be read: the prediction is left empty there."))


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
