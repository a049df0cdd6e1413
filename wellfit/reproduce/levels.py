"""Three levels of training on images, each on what the one before has left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from wellfit.data.dataset import Dataset
from wellfit.engine.fit_many import fit_many
from wellfit.engine.runs import Runs
from wellfit.recipes.recipe import Recipe
from wellfit.reproduce.experiment import TUNED, Levels
from wellfit.reproduce.found import Found
from wellfit.reproduce.options import Options
from wellfit.reproduce.step import step
from wellfit.reproduce.training import Watching, curves_of
from wellfit.transfer import Backbone, checked_data, tuning_recipes
from wellfit.workflow.progress import Progress

BLOCKS = 1  # of the backbone, that the third level trains


@dataclass(frozen=True, kw_only=True)
class Trained:
    """The runs of each level, in their order, and the network that the second and third stand on."""

    runs: Sequence[Runs]
    backbone: str

    @property
    def found(self) -> Found:
        """Their curves, and the losses of each held-out row."""
        names = [(runs, runs.recipes[0].name) for runs in self.runs]
        return Found(
            curves=pl.concat([curves_of(runs, name, name, "none") for runs, name in names]),
            rows={name: runs.best_rows(name) for runs, name in names},
            same_rows=False,
            metric=self.runs[0].data.task.metric,
        )


def load_backbone(setting: Levels, data: Dataset, options: Options) -> Backbone:
    """The network of the text, or the one that was asked for. Raises ModelError where its weights cannot be had."""
    height, width, channels = data.shapes["image"]
    return Backbone.load(options.backbone or setting.backbone, options.weights, (height, width, channels))


def train_levels(setting: Levels, data: Dataset, backbone: Backbone, options: Options, progress: Progress) -> Trained:
    """Train all three over the seeds of the options; whoever watches is told how far they are."""
    seeds, epochs = options.member_seeds, options.epochs or setting.epochs

    def fit(level: str, recipe: Recipe, rows: Dataset) -> Runs:
        with step(progress, level, f"What does {recipe.name} come to?") as said:
            runs = fit_many([recipe], rows, seeds=seeds, epochs=epochs, watch=Watching(1, progress, level))
            accuracy = runs.measure(recipe.name, "validation_metric")[:, -1].mean()
            said.append(f"{len(seeds)} networks, accuracy {accuracy:.3f} on the held-out images.")
        return runs

    scratch = fit("scratch", setting.scratch, data)
    once = _once(data)
    head = fit("features", setting.head, replace(checked_data(backbone, once), splits=data.splits))
    trained = head.model(setting.head.name, seeds[0], weights="last")
    (tuned,) = tuning_recipes(
        backbone, trained, data.task, BLOCKS, rates=[setting.rate], batch_size=setting.head.batch_size
    )
    tuning = fit(
        "tuning", replace(tuned, name=TUNED), replace(checked_data(backbone, once, BLOCKS), splits=data.splits)
    )
    return Trained(runs=(scratch, head, tuning), backbone=backbone.name)


def _once(data: Dataset) -> Dataset:
    """The data with each row in one split only, as encoded data must have them: here held-out rows also select."""
    return replace(data, splits=replace(data.splits, selection=data.splits.test))
