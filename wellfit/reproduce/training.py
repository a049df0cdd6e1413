"""All networks of an experiment over all seeds, and what they left as arrays."""

import time
from collections.abc import Sequence

import polars as pl

from wellfit.data.dataset import Dataset
from wellfit.engine.chunks import ChunkDone
from wellfit.engine.fit_many import fit_many
from wellfit.engine.runs import Runs
from wellfit.engine.streams import Control
from wellfit.recipes.recipe import Recipe
from wellfit.reproduce.experiment import RETRAINED, Setting, retrained, shuffled
from wellfit.reproduce.found import Found
from wellfit.reproduce.options import Options
from wellfit.reproduce.penalty import with_penalty
from wellfit.workflow.progress import Progress

MEASURES = ("train_loss", "train_metric", "penalty", "validation_loss", "validation_metric")


def train(setting: Setting, data: Dataset, options: Options, progress: Progress) -> Runs:
    """Train the networks of a setting side by side; whoever watches is told how far they are."""
    controls: dict[Control, int] | None = (
        {"permuted_labels": options.seeds} if setting.also == "shuffled labels" else None
    )
    epochs = options.epochs or setting.epochs
    watch = Watching(len(setting.recipes), progress)
    seeds = options.member_seeds
    return fit_many(setting.recipes, data, seeds=seeds, epochs=epochs, controls=controls, watch=watch)


def train_anew(setting: Setting, data: Dataset, options: Options) -> pl.DataFrame:
    """The curves of the first recipe, trained on all rows for as many epochs as turned out to be best."""
    recipe = setting.recipes[0]
    runs = fit_many(recipe, data, seeds=options.member_seeds, epochs=min(RETRAINED, options.epochs or RETRAINED))
    return curves_of(runs, retrained(recipe.name), recipe.name, "none")


def found(setting: Setting, runs: Runs, more: Sequence[pl.DataFrame] = ()) -> Found:
    """What the training left: curves under the names of the variants, and the losses on single rows."""
    kinds: list[tuple[str, str, Control]] = [(recipe.name, recipe.name, "none") for recipe in setting.recipes]
    if setting.also == "shuffled labels":
        kinds += [(shuffled(recipe.name), recipe.name, "permuted_labels") for recipe in setting.recipes]
    curves = [curves_of(runs, variant, recipe, control) for variant, recipe, control in kinds]
    rows = {variant: runs.best_rows(recipe, control) for variant, recipe, control in kinds}
    metric = runs.data.task.metric
    return Found(curves=pl.concat([*curves, *more]), rows=rows, same_rows=setting.same_rows, metric=metric)


def curves_of(runs: Runs, variant: str, recipe: str, control: Control) -> pl.DataFrame:
    """One recipe's curves, a row a seed and epoch. Losses are of predictions alone; those with penalty beside them."""
    own = runs.curves.filter(pl.col("recipe") == recipe, pl.col("control") == control)
    losses = with_penalty(runs, recipe, control)
    named = {f"{part}_loss_with_penalty": pl.Series(values.reshape(-1)) for part, values in losses.items()}
    judged = {f"test_{ending}": pl.col(f"selection_{ending}").cast(pl.Float64) for ending in ("loss", "metric")}
    return own.select(
        pl.lit(variant).alias("variant"),
        pl.col("seed", "epoch").cast(pl.Int64),
        *(pl.col(name).cast(pl.Float64) for name in MEASURES),
        **judged,
    ).with_columns(**named)


def weighed(trained: Sequence[Runs]) -> list[tuple[Recipe, int]]:
    """All recipes that were trained, each with how many weights its networks have."""
    weights = {member.recipe.name: member.parameters for runs in trained for member in runs.members}
    return [(recipe, weights[recipe.name]) for runs in trained for recipe in runs.recipes]


def population(members: int, trained: Sequence[Runs]) -> dict[str, int]:
    """How many networks were trained, and in how many compiled programs."""
    return {"members": members, "programs": sum(runs.cost.programs for runs in trained)}


class Watching:
    """Turns chunks of epochs into progress."""

    def __init__(self, recipes: int, progress: Progress, step: str = "train") -> None:
        self._recipes, self._progress, self._step = recipes, progress, step
        self._began, self._finished = time.monotonic(), 0.0

    def __call__(self, done: ChunkDone) -> bool:
        part = len(done.recipes) / self._recipes
        share = self._finished + part * done.epoch / done.epochs
        speed = done.members * done.chunk / max(done.seconds, 1e-9)
        left = (time.monotonic() - self._began) * max(0.0, 1 - share) / max(share, 1e-9)
        self._progress.training(self._step, done.members, done.epoch, done.epochs, speed, left)
        self._finished += part if done.epoch == done.epochs else 0.0
        return False
