"""Learning curves: for every recipe the mean over its members and the band between the lowest and the highest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from wellfit.record import StudyRecord

SKIPPED_GATES = ("learning_rate", "final")  # a few hundred steps at other rates; no validation split left
# Points in all curves of a page together: about 600 kB, with which the page stays well under 2 MB
POINTS = 2400
FEWEST = 12
PARTS = ("train", "validation", "selection")
MEASURES = tuple(f"{part}_{ending}" for ending in ("loss", "metric") for part in PARTS)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """An epoch worth marking: where overfitting begins, or else where the mean validation loss is lowest."""

    epoch: float
    low: float | None
    high: float | None
    onset: bool


@dataclass(frozen=True, kw_only=True)
class RecipeCurves:
    """One recipe's curves; `points` has the columns epoch, and mean, `_low` and `_high` of each measure.

    They are over all members: the seeds, of each fold where there are several.
    """

    name: str
    gate: str
    points: pl.DataFrame
    seeds: int
    folds: int
    mark: Mark | None


def recipe_curves(record: StudyRecord) -> list[RecipeCurves]:
    """Return the curves of every recipe, in the order in which the study lists its recipes.

    A recipe that was trained in several gates is shown as the last of them trained it. An epoch counts
    when at least half of the members were still training: a mean over a changing few would jump.
    """
    frame = record.curves.filter(
        (pl.col("control") == "none") & ~pl.col("gate").is_in(SKIPPED_GATES) & pl.col("train_loss").is_not_null()
    )
    names = _in_listed_order(record, frame["recipe"].unique(maintain_order=True).to_list())
    budget = max(FEWEST, POINTS // max(1, len(names)))
    return [_one(record, frame, name, budget) for name in names]


def _in_listed_order(record: StudyRecord, trained: list[str]) -> list[str]:
    listed = [recipe["name"] for recipe in record.get("recipes", [])]
    return [name for name in listed if name in trained] + [name for name in trained if name not in listed]


def _one(record: StudyRecord, frame: pl.DataFrame, name: str, budget: int) -> RecipeCurves:
    rows = frame.filter(pl.col("recipe") == name)
    gate = rows["gate"][-1]
    rows = rows.filter(pl.col("gate") == gate)
    verdicts = [record.get(key) or {} for key in ("verdict", "verdict_chosen")]
    return curves_of(name, rows, verdicts, gate=gate, budget=budget)


def curves_of(
    name: str, rows: pl.DataFrame, verdicts: Sequence[Mapping[str, Any]], *, gate: str = "", budget: int = POINTS
) -> RecipeCurves:
    """Return one recipe's curves from the rows of its members; the onset is marked where a verdict has it."""
    points = band(rows)
    mark = _mark(verdicts, name, points)
    return RecipeCurves(
        name=name,
        gate=gate,
        points=_thinned(points, budget, mark),
        seeds=rows["seed"].n_unique(),
        folds=rows["fold"].n_unique(),
        mark=mark,
    )


def band(rows: pl.DataFrame) -> pl.DataFrame:
    """Return mean, lowest and highest of each measure by epoch, where at least half of the members still trained."""
    measures = [
        aggregate
        for name in MEASURES
        for aggregate in (
            pl.col(name).mean(),
            pl.col(name).min().alias(f"{name}_low"),
            pl.col(name).max().alias(f"{name}_high"),
        )
    ]
    points = rows.group_by("epoch").agg(pl.len().alias("trained"), *measures).sort("epoch")
    return points.filter(pl.col("trained") * 2 >= pl.col("trained").max()).drop("trained")


def _mark(verdicts: Sequence[Mapping[str, Any]], name: str, points: pl.DataFrame) -> Mark | None:
    for verdict in verdicts:
        onset = verdict.get("onset_epoch")
        if verdict.get("recipe") == name and onset is not None:
            return Mark(epoch=onset["value"], low=onset.get("low"), high=onset.get("high"), onset=True)
    lowest = points["validation_loss"].arg_min()
    if lowest is None:
        return None
    return Mark(epoch=points["epoch"][lowest], low=None, high=None, onset=False)


def _thinned(points: pl.DataFrame, budget: int, mark: Mark | None) -> pl.DataFrame:
    """Keep at most about `budget` epochs, spread evenly, the first, the last and the marked one among them."""
    if points.height <= budget:
        return points
    kept = np.linspace(0, points.height - 1, budget).round().astype(int)
    epochs = set(points["epoch"].gather(kept).to_list()) | ({round(mark.epoch)} if mark else set())
    return points.filter(pl.col("epoch").is_in(list(epochs)))
