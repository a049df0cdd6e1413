"""A series over its test period: what came, what was forecast, and what the naive forecasts said."""

from typing import Any

import altair as alt

from wellfit.report.figures import theme
from wellfit.report.info.series import NAMES, Forecasts

COLOURS = {
    NAMES["truth"]: theme.INK,
    NAMES["forecast"]: theme.ACCENT,
    NAMES["naive"]: theme.PALETTE[1],
    NAMES["seasonal_naive"]: theme.PALETTE[3],
}
STRENGTHS = {NAMES["truth"]: 0.9, NAMES["forecast"]: 1.0, NAMES["naive"]: 0.35, NAMES["seasonal_naive"]: 0.35}
HEIGHT = 340


def series(info: Forecasts) -> dict[str, Any]:
    """Draw a line each; a click on a name of the legend shows that line alone, the pointer reads all of them."""
    names: list[str] = list(info.lines)
    rows = [
        {"time": time, **{name: float(f"{value:.5g}") for name, value in zip(names, values, strict=True)}}
        for time, values in zip(info.time, zip(*info.lines.values(), strict=True), strict=True)
    ]
    x = alt.X(f"time:{'T' if info.dates else 'Q'}", title=None, axis=alt.Axis(tickCount=alt.ExprRef("width / 110")))
    base = alt.Chart(theme.records(rows))
    chosen = alt.selection_point(fields=["line"], bind="legend")
    colour = alt.Color(
        "line:N",
        scale=alt.Scale(domain=names, range=[COLOURS[name] for name in names]),
        legend=alt.Legend(orient="top", title=None, symbolType="stroke", labelColor=theme.INK, labelLimit=260),
    )
    # Not told that it is ordinal, Vega would spread the first two strengths evenly over the names.
    strengths = alt.Scale(type="ordinal", domain=names, range=[STRENGTHS[name] for name in names])
    strength = alt.Opacity("line:N", scale=strengths, legend=None)
    lines = (
        base.transform_fold([*reversed(names)], as_=["line", "value"])  # what is drawn last is seen best
        .mark_line(strokeWidth=1.5, strokeJoin="round", clip=True)
        .encode(
            x=x,
            y=alt.Y("value:Q", title=info.target, scale=alt.Scale(zero=False), axis=alt.Axis(format="~s")),
            color=colour,
            opacity=alt.condition(chosen, strength, alt.value(0.06)),
        )
        .add_params(chosen)
    )
    width = alt.ExprRef(f"max(2, width / {max(1, len(rows) - 1)})")
    time = alt.Tooltip("time:T", title="time", format="%Y-%m-%d %H:%M") if info.dates else alt.Tooltip("time:Q")
    strips = base.mark_rule(opacity=0, strokeWidth=width).encode(
        x=x, tooltip=[time, *(alt.Tooltip(f"{name}:Q", format=".4~g") for name in names)]
    )
    return theme.specification(alt.layer(lines, strips).properties(width="container", height=HEIGHT))
