"""The rows behind all figures of curves, and the switch between loss and metric that they share.

The page holds one data set named `curves` and one named `marks`; each figure filters its recipes from them by
position. Keys are short because there are thousands of rows.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from wellfit.report.info.curves import PARTS, RecipeCurves

CURVES, MARKS = "curves", "marks"
WORST = 0.04  # share of the worst means that may lie outside a figure
LETTERS = {part: part[0] for part in PARTS}  # t, v and s; with l or m for loss or metric: the keys of a row
SHORT = {f"{part}_{ending}": letter + ending[0] for part, letter in LETTERS.items() for ending in ("loss", "metric")}


def curve_values(curves: Sequence[RecipeCurves]) -> list[dict[str, Any]]:
    """Return one row a recipe and epoch: `i` the recipe's position, the epoch, then mean, low and high."""
    return [row for position, recipe in enumerate(curves) for row in _rows(position, recipe)]


def _rows(position: int, recipe: RecipeCurves) -> list[dict[str, Any]]:
    columns = [
        pl.col(f"{name}{suffix}").round_sig_figs(4).alias(f"{short}{letter}")
        for name, short in SHORT.items()
        for suffix, letter in (("", ""), ("_low", "l"), ("_high", "h"))
    ]
    marked = round(recipe.mark.epoch) if recipe.mark else -1
    points = recipe.points.select(
        pl.lit(position).alias("i"), pl.col("epoch"), (pl.col("epoch") == marked).alias("k"), *columns
    )
    return points.to_dicts()


def mark_values(curves: Sequence[RecipeCurves]) -> list[dict[str, Any]]:
    """Return one row a recipe with a marked epoch: its position, the epoch, its interval, whether it is an onset."""
    return [
        {"i": position, "epoch": mark.epoch, "low": mark.low, "high": mark.high, "onset": mark.onset}
        for position, recipe in enumerate(curves)
        if (mark := recipe.mark) is not None
    ]


def data() -> alt.Chart:
    """Start a chart on the page's curves."""
    return alt.Chart(alt.NamedData(name=CURVES))


def switched(chart: alt.Chart, metric: str) -> alt.Chart:
    """Add the fields train, train_low, …, selection_text that follow the signal `measure`."""
    fields: dict[str, str] = {}
    for part, letter in LETTERS.items():
        for suffix, end in (("", ""), ("_low", "l"), ("_high", "h")):
            fields[f"{part}{suffix}"] = f"measure == 'loss' ? datum.{letter}l{end} : datum.{letter}m{end}"
        fields[f"{part}_mean"] = f"format(datum.{part}, {_shown(metric)})"
        fields[f"{part}_text"] = _text(part, metric)
    for name, expression in fields.items():
        chart = chart.transform_calculate(**{name: expression})
    return chart


def _text(part: str, metric: str) -> str:
    low, mean, high = (f"format(datum.{part}{suffix}, {_shown(metric)})" for suffix in ("_low", "", "_high"))
    return f"isValid(datum.{part}) ? {mean} + '  (' + {low} + ' to ' + {high} + ')' : '–'"


def _shown(metric: str) -> str:
    return f"measure == 'loss' ? '.4f' : '{'.1%' if metric == 'accuracy' else '.4~g'}'"


def measure_switch() -> alt.Parameter:
    """The signal that the page's buttons set: "loss" or "metric"."""
    return alt.param(name="measure", value="loss")


def hover(base: alt.Chart, x: alt.X, epochs: int, tooltip: Any) -> tuple[alt.Parameter, alt.Chart]:
    """Return the epoch pointed at, and the upright strips, one an epoch, that feel the pointer.

    Vega-Lite's own search for the nearest mark would be finer, but its tooltips lose all that is text.
    """
    near = alt.selection_point(name="near", fields=["epoch"], on="pointerover", clear="pointerout", empty=False)
    width = alt.ExprRef(f"max(4, width / {max(1, epochs - 1)})")
    strips = base.mark_rule(strokeWidth=width, opacity=0, tooltip=tooltip).encode(x=x)
    return near, strips.add_params(near)


def value_axis(
    curves: Sequence[RecipeCurves],
    metric: str,
    *,
    ticks: int,
    parts: Sequence[str] = PARTS,
    seen: Sequence[RecipeCurves] = (),
) -> alt.Y:
    """The vertical axis, the same for all `curves`, so that figures side by side can be compared.

    Of those that are to be `seen`, the best epoch lies within it, however many others are better.
    """
    lower = metric == "mae"
    domains = (
        _domain(curves, [f"{part}_loss" for part in parts], seen, "validation_loss", lower_is_better=True),
        _domain(curves, [f"{part}_metric" for part in parts], seen, "validation_metric", lower_is_better=lower),
    )
    low, high = (f"measure == 'loss' ? {loss:.6g} : {other:.6g}" for loss, other in zip(*domains, strict=True))
    tick = ".0%" if metric == "accuracy" else "~g"
    return alt.Y(
        "validation:Q",
        title=None,
        scale=alt.Scale(domainMin=alt.ExprRef(low), domainMax=alt.ExprRef(high), zero=False, nice=True),
        axis=alt.Axis(
            tickCount=ticks,
            minExtent=34,
            labelExpr=f"measure == 'loss' ? format(datum.value, '~g') : format(datum.value, '{tick}')",
        ),
    )


def _domain(
    curves: Sequence[RecipeCurves],
    columns: Sequence[str],
    seen: Sequence[RecipeCurves],
    judged: str,
    *,
    lower_is_better: bool,
) -> tuple[float, float]:
    """From the lowest to the highest mean, but for the few worst: they would flatten all that can be told apart."""
    values = pl.concat([recipe.points[column].drop_nulls() for recipe in curves for column in columns])
    values = values.filter(values.is_finite())
    if values.is_empty():
        return 0.0, 1.0
    best, worst = (0.0, 1 - WORST) if lower_is_better else (WORST, 1.0)
    low, high = float(values.quantile(best) or 0.0), float(values.quantile(worst) or 0.0)
    known = [points.filter(points.is_finite()) for points in (recipe.points[judged].drop_nulls() for recipe in seen)]
    if lower_is_better:
        high = max([high, *(float(points.min()) for points in known if len(points))])  # type: ignore[arg-type]
    else:
        low = min([low, *(float(points.max()) for points in known if len(points))])  # type: ignore[arg-type]
    margin = 0.15 * (high - low) or 0.5 * abs(low) or 1.0
    if lower_is_better:
        return low, min(high + margin, max(float(values.max()), low + margin))  # type: ignore[arg-type]
    return max(low - margin, min(float(values.min()), high - margin)), high  # type: ignore[arg-type]
