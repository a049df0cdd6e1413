"""The page of a reproduction, in the style of the report, drawn from its summary and its table alone."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from wellfit.report.figures.compare import compare
from wellfit.report.figures.layer_output import layer_output
from wellfit.report.figures.measures import CURVES, MARKS, curve_values, mark_values
from wellfit.report.figures.recipe_curves import recipe_curves
from wellfit.report.figures.theme import CONFIG
from wellfit.report.info.curves import MEASURES, Mark, RecipeCurves, band
from wellfit.report.page import render

TEMPLATE = "reproduction.html"
SMALL_HEIGHT = 150
# Measures of claims that a reader needs to be told; the others stand in the claim's own words.
SPOKEN = ("difference of losses", "difference of epochs", "share of the lowest loss")


def page(summary: Mapping[str, Any], table: pl.DataFrame) -> str:
    """Return the page as HTML; `table` holds the curves, or the values of a layer's output."""
    shown = {**summary, "spoken": SPOKEN, "curves": [], "values": False, "penalised": False, "metric": "accuracy"}
    if summary["data"] is None:
        return render(TEMPLATE, {**shown, **_values(table)}, _drawn_values(table))
    curves, metric = variant_curves(summary, table), summary["data"]["metric"]
    penalised = any(variant["penalised"] for variant in summary["variants"])
    shown |= {"curves": curves, "penalised": penalised, "metric": metric}
    everything = list(range(len(curves)))
    figures = {
        "compare": compare(curves, everything, metric=metric, parts=("train", "validation")),
        "recipe": recipe_curves(curves, 0, metric=metric, constant=None, height=SMALL_HEIGHT, small=True),
    }
    datasets = {CURVES: curve_values(curves), MARKS: mark_values(curves)}
    return render(TEMPLATE, shown, {"config": CONFIG, "datasets": datasets, "figures": figures})


def variant_curves(summary: Mapping[str, Any], table: pl.DataFrame) -> list[RecipeCurves]:
    """Return the curves of every variant; one with a penalty stands a second time, with the penalty inside."""
    found = []
    for variant in summary["variants"]:
        rows = table.filter(pl.col("variant") == variant["name"])
        found.append(_curves(variant["name"], rows))
        if variant["penalised"]:
            inside = [pl.col(f"{part}_loss_with_penalty").alias(f"{part}_loss") for part in ("train", "validation")]
            found.append(_curves(f"{variant['name']}, penalty inside", rows.with_columns(*inside)))
    return found


def _curves(name: str, rows: pl.DataFrame) -> RecipeCurves:
    measured = [column for column in MEASURES if not column.startswith("selection")]
    # A mean over seeds of which one diverged says nothing: JSON has no NaN, and neither has a figure.
    values = [pl.when(pl.col(column).is_finite()).then(pl.col(column)).alias(column) for column in measured]
    blank = [pl.lit(None, pl.Float64).alias(column) for column in MEASURES if column not in measured]
    points = band(rows.select("epoch", *values, *blank))
    lowest = points["validation_loss"].arg_min()
    mark = None if lowest is None else Mark(epoch=points["epoch"][lowest], low=None, high=None, onset=False)
    return RecipeCurves(name=name, gate="", points=points, seeds=rows["seed"].n_unique(), folds=1, mark=mark)


def _first(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(pl.col("seed") == table["seed"][0])


def _values(table: pl.DataFrame) -> dict[str, Any]:
    first = _first(table)
    states = first["state"].unique(maintain_order=True).to_list()
    means = {state: first.filter(pl.col("state") == state)["value"].mean() for state in states}
    count = first.height // len(states)
    return {"values": True, "states": states, "rows": first["row"].n_unique(), "means": means, "numbers": count}


def _drawn_values(table: pl.DataFrame) -> dict[str, Any]:
    first = _first(table)
    highest = float(first["value"].max())  # type: ignore[arg-type]
    figures = {
        state[0]: layer_output(rows.select("row", "unit", "value").to_dicts(), highest=highest)
        for state, rows in first.group_by("state", maintain_order=True)
    }
    return {"config": CONFIG, "datasets": {}, "figures": figures}
