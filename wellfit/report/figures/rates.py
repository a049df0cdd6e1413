"""The learning-rate gate: loss after a few hundred steps at each rate, the rates that train, the one taken."""

import math
from typing import Any

import altair as alt

from wellfit.report import text
from wellfit.report.figures import theme
from wellfit.report.info.rates import Rate, Rates


def rates(info: Rates) -> dict[str, Any]:
    """Draw rates on a logarithmic axis; a cross at the top is a rate that diverged or is off the scale."""
    shown = [rate for rate in info.rates if not rate.diverged and rate.loss is not None and rate.loss <= info.ceiling]
    off = [rate for rate in info.rates if rate not in shown]
    layers = _background(info)
    if shown:
        layers += _trained(alt.Chart(theme.records([_value(rate) for rate in shown])), info)
    if off:
        crosses = alt.Chart(theme.records([_value(rate) for rate in off])).mark_point(
            shape="cross", angle=45, size=110, filled=True, opacity=1, color="var(--worse)"
        )
        layers.append(crosses.encode(x=_x(info), y=alt.value(8), tooltip=_tooltip()))
    return theme.specification(alt.layer(*layers).properties(width="container", height=220))


def _x(info: Rates) -> alt.X:
    ends = [math.log10(info.rates[0].rate), math.log10(info.rates[-1].rate)]
    decades = [10.0**power for power in range(math.ceil(ends[0] - 1e-9), math.floor(ends[1] + 1e-9) + 1)]
    return alt.X(
        "rate:Q",
        title="learning rate",
        scale=alt.Scale(type="log", domain=[10 ** (ends[0] - 0.1), 10 ** (ends[1] + 0.1)], nice=False),
        axis=alt.Axis(format="~g", values=decades, labelOverlap=True),
    )


def _trained(base: alt.Chart, info: Rates) -> list[alt.Chart]:
    base = base.encode(x=_x(info), tooltip=_tooltip())
    scale = alt.Scale(zero=False, nice=True, domainMax=info.ceiling)
    y = alt.Y("loss:Q", title="loss", scale=scale, axis=alt.Axis(tickCount=5))
    interval = base.mark_rule(color=theme.ACCENT, strokeWidth=3, strokeCap="round", clip=True)
    dot = base.mark_point(filled=True, size=90, opacity=1, color=theme.ACCENT, stroke="var(--surface)", strokeWidth=1.5)
    return [
        base.mark_line(color=theme.ACCENT, strokeWidth=2).encode(y=y),
        interval.encode(y=alt.Y("low:Q"), y2=alt.Y2("high:Q")),
        dot.encode(y=y),
    ]


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
        "text": "diverged" if rate.loss is None else text.interval(rate.loss, rate.low, rate.high),
    }


def _background(info: Rates) -> list[alt.Chart]:
    layers: list[alt.Chart] = []
    if info.low is not None and info.high is not None:
        span = alt.Chart(theme.records([{"low": info.low, "high": info.high}]))
        x = _x(info)
        x.shorthand = "low:Q"
        layers.append(span.mark_rect(color=theme.ACCENT, opacity=0.08).encode(x=x, x2=alt.X2("high:Q")))
    if info.chosen is not None:
        taken = alt.Chart(theme.records([{"rate": info.chosen}]))
        layers.append(taken.mark_rule(color=theme.ACCENT, strokeWidth=1.5).encode(x=_x(info)))
    return layers
