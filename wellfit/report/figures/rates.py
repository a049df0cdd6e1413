"""The learning-rate gate: loss after a few hundred steps at each rate, the rates that train, the one taken."""

from typing import Any

import altair as alt

from wellfit.report import text
from wellfit.report.figures import theme
from wellfit.report.info.rates import Rate, Rates


def rates(info: Rates) -> dict[str, Any]:
    """Draw rates on a logarithmic axis; a cross at the top is a rate that diverged."""
    x = alt.X(
        "rate:Q",
        title="learning rate",
        scale=alt.Scale(type="log", nice=False, padding=14),
        axis=alt.Axis(format="~g", tickCount=alt.ExprRef("max(3, width / 80)"), labelOverlap=True),
    )
    y = alt.Y("loss:Q", title="loss", scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(tickCount=5))
    base = alt.Chart(theme.records([_value(rate) for rate in info.rates])).encode(x=x, tooltip=_tooltip())
    trained = base.transform_filter("!datum.diverged")
    layers: list[alt.Chart] = _background(info)
    layers += [
        trained.mark_line(color=theme.VALIDATION, strokeWidth=2).encode(y=y),
        trained.mark_rule(color=theme.VALIDATION, strokeWidth=3, strokeCap="round").encode(
            y=alt.Y("low:Q"), y2=alt.Y2("high:Q")
        ),
        trained.mark_point(
            filled=True, size=90, opacity=1, color=theme.VALIDATION, stroke="var(--surface)", strokeWidth=1.5
        ).encode(y=y),
        base.transform_filter("datum.diverged")
        .mark_point(shape="cross", angle=45, size=110, filled=True, opacity=1, color="var(--worse)")
        .encode(y=alt.value(8)),
    ]
    return theme.specification(alt.layer(*layers).properties(width="container", height=220))


def _tooltip() -> list[alt.Tooltip]:
    return [alt.Tooltip("name:N", title="learning rate"), alt.Tooltip("text:N", title="loss")]


def _value(rate: Rate) -> dict[str, Any]:
    return {
        "rate": rate.rate,
        "name": text.plain_value(rate.rate),
        "loss": rate.loss,
        "low": rate.loss if rate.low is None else rate.low,
        "high": rate.loss if rate.high is None else rate.high,
        "diverged": rate.diverged,
        "text": "diverged" if rate.diverged else text.interval(rate.loss, rate.low, rate.high),
    }


def _background(info: Rates) -> list[alt.Chart]:
    layers: list[alt.Chart] = []
    if info.low is not None and info.high is not None:
        span = alt.Chart(theme.records([{"low": info.low, "high": info.high}]))
        layers.append(span.mark_rect(color=theme.ACCENT, opacity=0.08).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q")))
    if info.chosen is not None:
        taken = alt.Chart(theme.records([{"rate": info.chosen}]))
        layers.append(taken.mark_rule(color=theme.ACCENT, strokeWidth=1.5).encode(x=alt.X("rate:Q")))
    return layers
