"""Several recipes in one figure; which of them, and which part of their curves, the page's buttons say."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from wellfit.report.figures import measures, theme
from wellfit.report.info.curves import PARTS, RecipeCurves


def compare(
    curves: Sequence[RecipeCurves], shown: Sequence[int], *, metric: str, parts: Sequence[str] = ("validation",)
) -> dict[str, Any]:
    """Draw the recipes whose positions are in the signal `shown`, of them the curves in the signal `parts`."""
    last = max(int(recipe.points["epoch"][-1]) for recipe in curves)
    seen = [curves[position] for position in shown]
    x, y = theme.epochs(last), measures.value_axis(curves, metric, ticks=6, seen=seen)
    y.shorthand = "value:Q"
    base = _folded(metric)
    colour = alt.Color(
        "i:O",
        legend=None,
        scale=alt.Scale(
            domain=list(range(len(curves))),
            range=[theme.PALETTE[position % len(theme.PALETTE)] for position in range(len(curves))],
        ),
    )
    band = base.mark_area(opacity=0.12, clip=True).encode(
        x=x, y=_low(y), y2=alt.Y2("high:Q"), color=colour, detail="part:N"
    )
    line = base.mark_line(strokeWidth=2, clip=True, strokeJoin="round").encode(
        x=x,
        y=y,
        color=colour,
        strokeDash=alt.StrokeDash(
            "part:N", legend=None, scale=alt.Scale(domain=list(PARTS), range=[theme.DASHES[part] for part in PARTS])
        ),
    )
    marks = (
        base.transform_filter("datum.k && datum.part == 'validation'")
        .mark_point(filled=True, size=70, stroke="var(--surface)", strokeWidth=1.5, opacity=1, clip=True)
        .encode(x=x, y=y, color=colour)
    )
    chart = alt.layer(band, line, marks, *_hover(base, x, y, colour, last)).properties(width="container", height=380)
    return theme.specification(chart.add_params(*_signals(curves, shown, parts)))


def _low(y: alt.Y) -> alt.Y:
    other = y.copy()
    other.shorthand = "low:Q"
    return other


def _folded(metric: str) -> alt.Chart:
    chart = measures.switched(measures.data().transform_filter("indexof(shown, datum.i) >= 0"), metric)
    chart = chart.transform_fold(list(PARTS), as_=["part", "value"])
    chart = chart.transform_filter("indexof(parts, datum.part) >= 0 && isValid(datum.value)")
    for name in ("low", "high", "mean"):
        chart = chart.transform_calculate(**{name: f"datum[datum.part + '_{name}']"})
    return chart.transform_calculate(name="names[datum.i]")


def _signals(curves: Sequence[RecipeCurves], shown: Sequence[int], parts: Sequence[str]) -> list[alt.Parameter]:
    return [
        measures.measure_switch(),
        alt.param(name="shown", value=list(shown)),
        alt.param(name="parts", value=list(parts)),
        alt.param(name="names", value=[recipe.name for recipe in curves]),
    ]


def _hover(base: alt.Chart, x: alt.X, y: alt.Y, colour: alt.Color, epochs: int) -> list[alt.Chart]:
    """At the epoch pointed at: a point on every line, and one tooltip with a row for each."""
    rows = base.transform_calculate(row="datum.name + ', ' + datum.part")
    rows = rows.transform_pivot("row", value="mean", groupby=["epoch"], op="max")
    near, strips = measures.hover(rows, x, epochs, alt.TooltipContent("data"))
    points = base.mark_point(filled=True, size=70, clip=True).encode(
        x=x, y=y, color=colour, opacity=alt.condition(near, alt.value(1), alt.value(0))
    )
    return [points, strips]
