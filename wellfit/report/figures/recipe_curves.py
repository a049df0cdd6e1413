"""One recipe: training and validation over the epochs, mean and band over seeds, the onset marked."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from wellfit.report.figures import measures, theme
from wellfit.report.info.curves import Mark, RecipeCurves

COLOURS = {"train": theme.TRAIN, "validation": theme.VALIDATION}


def recipe_curves(
    curves: Sequence[RecipeCurves],
    position: int,
    *,
    metric: str,
    constant: float | None,
    height: int,
    alone: bool = False,
) -> dict[str, Any]:
    """Draw the recipe at `position`; the vertical axis is that of all `curves`, or `alone` its own."""
    recipe = curves[position]
    base = measures.switched(measures.data([position]), metric)
    x = theme.epochs(int(recipe.points["epoch"][-1]))
    y = measures.value_axis([recipe] if alone else curves, metric, constant, ticks=5 if height > 200 else 4)
    layers: list[alt.Chart] = []
    if constant is not None:
        layers += _constant(constant, labelled=height > 200)
    if recipe.mark is not None:
        layers += _mark(recipe.mark, x)
    layers += [_band(base, part, x, y) for part in COLOURS] + [_line(base, part, x, y) for part in COLOURS]
    layers += _hover(base, x, y)
    chart = alt.layer(*layers).properties(width="container", height=height).add_params(measures.measure_switch())
    return theme.specification(chart)


def _band(base: alt.Chart, part: str, x: alt.X, y: alt.Y) -> alt.Chart:
    return base.mark_area(color=COLOURS[part], opacity=0.18, clip=True, tooltip=None).encode(
        x=x, y=_of(y, f"{part}_low"), y2=alt.Y2(f"{part}_high:Q")
    )


def _line(base: alt.Chart, part: str, x: alt.X, y: alt.Y) -> alt.Chart:
    return base.mark_line(color=COLOURS[part], strokeWidth=2.25, clip=True, strokeJoin="round").encode(
        x=x, y=_of(y, part)
    )


def _of(y: alt.Y, field: str) -> alt.Y:
    other = y.copy()
    other.shorthand = f"{field}:Q"
    return other


def _constant(constant: float, *, labelled: bool) -> list[alt.Chart]:
    """The loss of the best constant prediction: what a network that learned nothing reaches."""
    row = alt.Chart(theme.records([{"constant": constant}])).transform_filter("measure == 'loss'")
    rule = row.mark_rule(color=theme.FAINT, strokeDash=[2, 4], clip=True).encode(y=alt.Y("constant:Q"))
    if not labelled:
        return [rule]
    text = row.mark_text(
        text="constant prediction", align="right", baseline="bottom", dy=-4, color=theme.MUTED, fontSize=11
    ).encode(x=alt.value(alt.expr("width")), y=alt.Y("constant:Q"))
    return [rule, text]


def _mark(mark: Mark, x: alt.X) -> list[alt.Chart]:
    row = {"e": mark.epoch, "low": mark.low, "high": mark.high}
    data = alt.Chart(theme.records([row]))
    colour = theme.ONSET if mark.onset else theme.FAINT
    layers = [
        data.mark_rule(color=colour, strokeWidth=1.5, strokeDash=[1, 0] if mark.onset else [3, 3]).encode(x=x),
    ]
    if mark.low is not None and mark.high is not None and mark.high > mark.low:
        span = data.mark_rect(color=colour, opacity=0.14).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"))
        layers.insert(0, span)
    return layers


def _hover(base: alt.Chart, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    near = alt.selection_point(
        name="near", fields=["e"], nearest=True, on="pointerover", empty=False, clear="pointerout"
    )
    rule = (
        base.mark_rule(color=theme.INK, strokeWidth=12)
        .encode(
            x=x,
            opacity=alt.value(0),
            tooltip=[
                alt.Tooltip("e:Q", title="epoch"),
                alt.Tooltip("train_text:N", title="training"),
                alt.Tooltip("validation_text:N", title="validation"),
            ],
        )
        .add_params(near)
    )
    points = [
        base.mark_point(filled=True, size=55, color=colour, clip=True).encode(
            x=x, y=_of(y, part), opacity=alt.condition(near, alt.value(1), alt.value(0))
        )
        for part, colour in COLOURS.items()
    ]
    return [*points, rule]
