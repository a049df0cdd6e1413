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
from wellfit.reproduce.step import counted, step
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
    from wellfit.reproduce.training import found, population, train, train_anew, weighed

    began = time.monotonic()
    with step(progress, "read", f"Where are the rows of {setting.data}?") as said:
        data = read_rows(setting.data, options.data, progress.note)
        said.append(counted(data, "rows"))
    retraining = setting.also == "retraining"
    members = (len(setting.variants) + retraining) * options.seeds
    with step(progress, "train", f"What do {members} networks come to, side by side?") as said:
        runs = train(setting, data, options, progress)
        more = [train_anew(setting, read_all_reviews(options.data, progress.note), options)] if retraining else []
        came = found(setting, runs, more)
        said.append(f"{members} networks, {runs.cost.programs} compiled programs.")
    cost = {"population": population(members, [runs]), "seconds": time.monotonic() - began}
    curves = came.curves if setting.also == "test rows" else came.curves.drop("test_loss", "test_metric")
    return summary(experiment, setting, options, data, came, weighed([runs]), cost), curves


def _levels(
    experiment: Experiment, setting: Levels, options: Options, progress: Progress
) -> tuple[dict[str, Any], pl.DataFrame]:
    from wellfit.reproduce.levels import load_backbone, train_levels
    from wellfit.reproduce.rows import read_rows
    from wellfit.reproduce.training import population, weighed

    began = time.monotonic()
    with step(progress, "read", f"Where are the images of {setting.data}?") as said:
        data = read_rows(setting.data, options.data, progress.note)
        backbone = load_backbone(setting, data, options)
        said += [counted(data, "images"), f"{backbone.sentence}."]
    came = train_levels(setting, data, backbone, options, progress)
    members = len(came.runs) * options.seeds
    cost = {"population": population(members, came.runs), "seconds": time.monotonic() - began}
    curves = came.found.curves.drop("test_loss", "test_metric")
    return summary(experiment, setting, options, data, came.found, weighed(came.runs), cost, backbone.name), curves


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
