"""Effects of the remedies: a dot for the change in loss, a line for its interval, zero in ink."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from wellfit.report import text
from wellfit.report.figures import theme
from wellfit.report.info.effects import EffectRow

ROW = 46


def effects(rows: Sequence[EffectRow]) -> dict[str, Any]:
    """Draw the effects from top to bottom in the order given."""
    values = [_value(position, row) for position, row in enumerate(rows)]
    labels = [[row.remedy, row.parameters] if row.parameters else [row.remedy] for row in rows]
    base = alt.Chart(theme.records(values)).encode(
        y=alt.Y(
            "row:O",
            title=None,
            axis=alt.Axis(
                labelExpr="labels[datum.value]",
                labelColor=theme.INK,
                labelFontSize=13,
                labelLineHeight=16,
                labelOffset={"condition": {"test": "length(labels[datum.value]) > 1", "value": -8}, "value": 0},
                labelLimit=alt.ExprRef("containerSize()[0] < 520 ? 118 : 230"),
                grid=True,
            ),
        ),
        color=alt.Color(
            "direction:N",
            legend=None,
            scale=alt.Scale(domain=list(theme.DIRECTIONS), range=list(theme.DIRECTIONS.values())),
        ),
        tooltip=[
            alt.Tooltip("name:N", title="remedy"),
            alt.Tooltip("text:N", title="change in loss"),
            alt.Tooltip("p:N", title="p, corrected"),
            alt.Tooltip("seeds:Q", title="seeds"),
            alt.Tooltip("decision:N", title="decision"),
        ],
    )
    x = alt.X(
        "change:Q",
        title="change in loss (95 % interval)",
        axis=alt.Axis(
            labelExpr="datum.value == 0 ? '0' : format(datum.value, '+~g')", tickCount=alt.ExprRef("max(4, width / 90)")
        ),
        scale=alt.Scale(zero=True, nice=True, padding=12),
    )
    zero = alt.Chart(theme.records([{"zero": 0}])).mark_rule(color=theme.INK, strokeWidth=1).encode(x=alt.X("zero:Q"))
    interval = base.mark_rule(strokeWidth=3, strokeCap="round").encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"))
    dot = base.mark_point(filled=True, size=130, opacity=1, stroke="var(--surface)", strokeWidth=2).encode(x=x)
    chart = alt.layer(zero, interval, dot, *_rings(base, x, rows)).properties(width="container", height=ROW * len(rows))
    return theme.specification(chart.add_params(alt.param(name="labels", value=labels)))


def _rings(base: alt.Chart, x: alt.X, rows: Sequence[EffectRow]) -> list[alt.Chart]:
    """Empty dots over those that the correction takes back; no layer without rows, over which Vega would complain."""
    if all(row.sure or row.direction == "same" for row in rows):
        return []
    unsure = base.transform_filter("!datum.sure && datum.direction != 'same'")
    return [unsure.mark_point(size=90, fill="var(--surface)", strokeWidth=2.5, opacity=1).encode(x=x)]


def _value(position: int, row: EffectRow) -> dict[str, Any]:
    return {
        "row": position,
        "name": f"{row.remedy} ({row.parameters})" if row.parameters else row.remedy,
        "change": row.change,
        "low": row.change if row.low is None else row.low,
        "high": row.change if row.high is None else row.high,
        "direction": row.direction,
        "sure": row.sure,
        "text": text.interval(row.change, row.low, row.high),
        "p": text.p_value(row.p_holm),
        "seeds": row.seeds,
        "decision": ("adopted: " if row.adopted else "not adopted: ") + (row.reason or text.MISSING),
    }
