"""The rows behind all figures of curves, and the switch between loss and metric that they share.

The page holds one data set named `curves`; each figure filters its recipes from it by position. Keys are
short because there are thousands of rows.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from wellfit.report.info.curves import MEASURES, RecipeCurves

NAME = "curves"
SHORT = dict(zip(MEASURES, ("tl", "vl", "tm", "vm"), strict=True))
PARTS = {"train": "t", "validation": "v"}


def curve_values(curves: Sequence[RecipeCurves]) -> list[dict[str, Any]]:
    """Return one row a recipe and epoch: `i` the recipe's position, `e` the epoch, then mean, low and high."""
    return [row for position, recipe in enumerate(curves) for row in _rows(position, recipe)]


def _rows(position: int, recipe: RecipeCurves) -> list[dict[str, Any]]:
    columns = [
        pl.col(f"{name}{suffix}").round_sig_figs(4).alias(f"{short}{letter}")
        for name, short in SHORT.items()
        for suffix, letter in (("", ""), ("_low", "l"), ("_high", "h"))
    ]
    marked = round(recipe.mark.epoch) if recipe.mark else -1
    points = recipe.points.select(
        pl.lit(position).alias("i"), pl.col("epoch").alias("e"), (pl.col("epoch") == marked).alias("k"), *columns
    )
    return points.to_dicts()


def data(positions: Sequence[int] | None = None) -> alt.Chart:
    """Start a chart on the page's curves, of the recipes at `positions` or of all."""
    chart = alt.Chart(alt.NamedData(name=NAME))
    return chart if positions is None else chart.transform_filter(f"indexof({list(positions)}, datum.i) >= 0")


def switched(chart: alt.Chart, metric: str) -> alt.Chart:
    """Add the fields train, train_low, …, validation_text that follow the signal `measure`."""
    fields: dict[str, str] = {}
    for part, letter in PARTS.items():
        for suffix, end in (("", ""), ("_low", "l"), ("_high", "h")):
            fields[f"{part}{suffix}"] = f"measure == 'loss' ? datum.{letter}l{end} : datum.{letter}m{end}"
        fields[f"{part}_text"] = _text(part, metric)
    for name, expression in fields.items():
        chart = chart.transform_calculate(**{name: expression})
    return chart


def _text(part: str, metric: str) -> str:
    shown = f"measure == 'loss' ? '.4f' : '{number_format(metric)}'"
    low, mean, high = (f"format(datum.{part}{suffix}, {shown})" for suffix in ("_low", "", "_high"))
    return f"isValid(datum.{part}) ? {mean} + '  (' + {low} + ' to ' + {high} + ')' : '–'"


def number_format(metric: str) -> str:
    """The d3 format of a metric's values."""
    return ".1%" if metric == "accuracy" else ".4~g"


def measure_switch() -> alt.Parameter:
    """The signal that the page's buttons set: "loss" or "metric"."""
    return alt.param(name="measure", value="loss")


def value_axis(curves: Sequence[RecipeCurves], metric: str, constant: float | None, *, ticks: int) -> alt.Y:
    """The vertical axis, the same for all `curves`, so that figures side by side can be compared."""
    loss, other = (_domain(curves, ending, constant if ending == "loss" else None) for ending in ("loss", "metric"))
    low, high = (f"measure == 'loss' ? {pair[0]:.6g} : {pair[1]:.6g}" for pair in zip(loss, other, strict=True))
    tick = ".0%" if metric == "accuracy" else "~g"
    return alt.Y(
        "validation:Q",
        title=None,
        scale=alt.Scale(domainMin=alt.ExprRef(low), domainMax=alt.ExprRef(high), zero=False, nice=True),
        axis=alt.Axis(
            tickCount=ticks,
            labelExpr=f"measure == 'loss' ? format(datum.value, '~g') : format(datum.value, '{tick}')",
        ),
    )


def _domain(curves: Sequence[RecipeCurves], ending: str, constant: float | None) -> tuple[float, float]:
    """From the lowest to the highest mean; a recipe that runs away is cut off rather than flatten the others."""
    columns = [f"{part}_{ending}" for part in PARTS]
    values = pl.concat([recipe.points[column].drop_nulls() for recipe in curves for column in columns])
    if values.is_empty():
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())  # type: ignore[arg-type]
    ceiling = max(3 * constant if constant else 0.0, 3 * float(values.median()))  # type: ignore[arg-type]
    high = min(high, ceiling) if ceiling > low else high
    return low, high if high > low else low + 1.0
