"""One experiment from its rows to its page."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from wellfit.errors import OptionError
from wellfit.reproduce.experiment import Experiment, LayerOutput, Levels, Setting
from wellfit.reproduce.experiments import experiment_named
from wellfit.reproduce.options import Options
from wellfit.reproduce.page import page
from wellfit.reproduce.publish import check_place, publish
from wellfit.reproduce.summary import shown_summary, summary
from wellfit.workflow.progress import Progress, Silent

FOLDER = Path("reproductions")


@dataclass(frozen=True, kw_only=True)
class Reproduction:
    """Where the page, the numbers and the curves of a reproduction are, and what `summary.json` says."""

    folder: Path
    summary: dict[str, Any]


def reproduce(name: str, options: Options | None = None, progress: Progress | None = None) -> Reproduction:
    """Run an experiment of the teaching texts again and hold what comes out against what they report.

    Leaves `page.html`, `summary.json` and `curves.csv` (`values.csv` for dropout-shown) in `options.out`, or in
    `reproductions/NAME`.

    Raises:
        OptionError: there is no such experiment, an option that it has no use for, a place that cannot be written to.
        SourceError: its rows are not there, or are damaged.

    >>> reproduce("imdb")
    Traceback (most recent call last):
    wellfit.errors.OptionError: There is no experiment 'imdb'. ...
    """
    experiment, chosen, told = experiment_named(name), options or Options(), progress or Silent()
    folder = chosen.out or FOLDER / name
    check_place(folder)
    if not isinstance(experiment.setting, Levels):
        _refuse_backbone(experiment, chosen)
    if isinstance(experiment.setting, LayerOutput):
        found, frame = _shown(experiment, experiment.setting, chosen)
        table = "values.csv"
    elif isinstance(experiment.setting, Levels):
        found, frame = _levels(experiment, experiment.setting, chosen, told)
        table = "curves.csv"
    else:
        found, frame = _trained(experiment, experiment.setting, chosen, told)
        table = "curves.csv"
    files = {
        "page.html": page(found, frame),
        table: frame.write_csv(),
        "summary.json": json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n",
    }
    return Reproduction(folder=publish(folder, files), summary=found)


def _trained(
    experiment: Experiment, setting: Setting, options: Options, progress: Progress
) -> tuple[dict[str, Any], pl.DataFrame]:
    from wellfit.reproduce.rows import read_all_reviews, read_rows
    from wellfit.reproduce.training import found, parameters, train, train_anew

    began = time.monotonic()
    progress.gate_started("read", f"Where are the rows of {setting.data}?")
    data = read_rows(setting.data, options.data, progress.note)
    rows = f"{len(data.splits.train):,} rows to train on, {len(data.splits.validation):,} held out."
    progress.gate_finished("read", True, rows, time.monotonic() - began)
    training = time.monotonic()
    retraining = setting.also == "retraining"
    members = (len(setting.variants) + retraining) * options.seeds
    progress.gate_started("train", f"What do {members} networks come to, side by side?")
    runs = train(setting, data, options, progress)
    more = [train_anew(setting, read_all_reviews(options.data, progress.note), options)] if retraining else []
    came = found(setting, runs, more)
    told = f"{members} networks, {runs.cost.programs} compiled programs."
    progress.gate_finished("train", True, told, time.monotonic() - training)
    population = {"members": members, "programs": runs.cost.programs}
    cost = {"population": population, "seconds": time.monotonic() - began}
    curves = came.curves if setting.also == "test rows" else came.curves.drop("test_loss", "test_metric")
    trained = [(recipe, parameters(runs)[recipe.name]) for recipe in setting.recipes]
    return summary(experiment, setting, options, data, came, trained, cost), curves


def _levels(
    experiment: Experiment, setting: Levels, options: Options, progress: Progress
) -> tuple[dict[str, Any], pl.DataFrame]:
    from wellfit.reproduce.levels import load_backbone, train_levels
    from wellfit.reproduce.rows import read_rows
    from wellfit.reproduce.training import parameters

    began = time.monotonic()
    progress.gate_started("read", f"Where are the images of {setting.data}?")
    data = read_rows(setting.data, options.data, progress.note)
    backbone = load_backbone(setting, data, options)
    images = f"{len(data.splits.train):,} images to train on, {len(data.splits.validation):,} held out."
    progress.gate_finished("read", True, f"{images} {backbone.sentence}.", time.monotonic() - began)
    came = train_levels(setting, data, backbone, options, progress)
    trained = [(recipe, parameters(runs)[recipe.name]) for runs in came.runs for recipe in runs.recipes]
    programs = sum(runs.cost.programs for runs in came.runs)
    population = {"members": len(came.runs) * options.seeds, "programs": programs}
    cost = {"population": population, "seconds": time.monotonic() - began}
    curves = came.found.curves.drop("test_loss", "test_metric")
    return summary(experiment, setting, options, data, came.found, trained, cost, backbone.name), curves


def _refuse_backbone(experiment: Experiment, options: Options) -> None:
    for option, value in (("--backbone", options.backbone), ("--weights", options.weights)):
        if value is not None:
            raise OptionError(
                f"{experiment.name} uses no pretrained network, so that {option} {value} has no meaning for it. "
                "Leave it out."
            )


def _shown(experiment: Experiment, setting: LayerOutput, options: Options) -> tuple[dict[str, Any], pl.DataFrame]:
    from wellfit.reproduce.layer_output import layer_values

    for option, value in (("--data", options.data), ("--epochs", options.epochs)):
        if value is not None:
            raise OptionError(
                f"{experiment.name} reads no file and trains nothing, so that {option} {value} has no meaning for it. "
                "Leave it out."
            )
    began = time.monotonic()
    values = layer_values(setting, options.member_seeds)
    return shown_summary(experiment, setting, options, began), values
