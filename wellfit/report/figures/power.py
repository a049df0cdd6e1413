"""The power gate: the first network and its controls as dots with intervals, before two lines to get below."""

from typing import Any

import altair as alt

from wellfit.report import text
from wellfit.report.figures import theme
from wellfit.report.info.power import Bar, Power

ROW = 38


def power(info: Power) -> dict[str, Any]:
    """Draw one line a control; the dotted lines are the constant prediction and the best baseline."""
    base = alt.Chart(theme.records([_value(bar) for bar in info.bars])).encode(
        y=alt.Y(
            "label:N",
            title=None,
            sort=None,
            axis=alt.Axis(labelColor=theme.INK, labelFontSize=13, grid=True, labelLimit=130),
        ),
        color=alt.condition("datum.control", alt.value("var(--same)"), alt.value(theme.ACCENT)),
        tooltip=[alt.Tooltip("label:N", title="trained"), alt.Tooltip("text:N", title="loss")],
    )
    x = alt.X(
        "value:Q",
        title="loss",
        scale=alt.Scale(zero=True, nice=True),
        axis=alt.Axis(tickCount=alt.ExprRef("max(3, width / 80)")),
    )
    layers: list[alt.Chart] = [
        alt.Chart(theme.records([{"value": value}])).mark_rule(color=colour, strokeDash=dash).encode(x=alt.X("value:Q"))
        for value, colour, dash in (
            (info.constant, theme.MUTED, [2, 4]),
            (info.baseline, theme.INK, [6, 3]),
        )
        if value is not None
    ]
    layers += [
        base.mark_rule(strokeWidth=3, strokeCap="round").encode(x=alt.X("low:Q"), x2=alt.X2("high:Q")),
        base.mark_point(filled=True, size=110, opacity=1, stroke="var(--surface)", strokeWidth=2).encode(x=x),
    ]
    return theme.specification(alt.layer(*layers).properties(width="container", height=ROW * len(info.bars)))


def _value(bar: Bar) -> dict[str, Any]:
    return {
        "label": bar.label,
        "value": bar.value,
        "low": bar.value if bar.low is None else bar.low,
        "high": bar.value if bar.high is None else bar.high,
        "control": bar.control,
        "text": text.interval(bar.value, bar.low, bar.high),
    }
