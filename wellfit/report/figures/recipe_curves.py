"""One recipe: training and validation over the epochs, mean and band over seeds, the onset marked."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from wellfit.report.figures import measures, theme
from wellfit.report.info.curves import PARTS, RecipeCurves

SMALL = ("train", "validation")


def recipe_curves(
    curves: Sequence[RecipeCurves],
    position: int,
    *,
    metric: str,
    constant: float | None,
    height: int,
    small: bool,
    seen: Sequence[RecipeCurves] = (),
) -> dict[str, Any]:
    """Draw one recipe of `curves`, on axes that suit all of them: that at `position`, unless the page says another.

    All `small` figures share one specification: the page sets the signal `position` of each. The large one
    also has the selection split, on which verdicts are judged. The axes reach those that are to be `seen` in any case.
    """
    base = measures.switched(measures.data().transform_filter("datum.i == position"), metric)
    epochs = max(int(recipe.points["epoch"][-1]) for recipe in curves)
    x = theme.epochs(epochs)
    parts = SMALL if small else PARTS
    y = measures.value_axis(curves, metric, parts=parts, ticks=4 if small else 5, seen=seen)
    layers = _constant(constant) + _mark(x)
    layers += [_band(base, part, x, y) for part in parts] + [_line(base, part, x, y) for part in parts]
    layers += _hover(base, x, y, epochs, parts)
    chart = alt.layer(*layers).properties(width="container", height=height)
    chart = chart.add_params(measures.measure_switch(), alt.param(name="position", value=position))
    return theme.specification(chart)


def _band(base: alt.Chart, part: str, x: alt.X, y: alt.Y) -> alt.Chart:
    return base.mark_area(color=theme.PART_COLOURS[part], opacity=0.15, clip=True, tooltip=None).encode(
        x=x, y=_of(y, f"{part}_low"), y2=alt.Y2(f"{part}_high:Q")
    )


def _line(base: alt.Chart, part: str, x: alt.X, y: alt.Y) -> alt.Chart:
    return base.mark_line(
        color=theme.PART_COLOURS[part], strokeWidth=2.25, strokeDash=theme.DASHES[part], clip=True, strokeJoin="round"
    ).encode(x=x, y=_of(y, part))


def _of(y: alt.Y, field: str) -> alt.Y:
    other = y.copy()
    other.shorthand = f"{field}:Q"
    return other


def _constant(constant: float | None) -> list[alt.Chart]:
    """The loss of the best constant prediction: what a network that learned nothing reaches."""
    shown = alt.ExprRef("measure == 'loss' ? 1 : 0")
    row = alt.Chart(theme.records([{"constant": constant}]))
    rule = row.mark_rule(color=theme.MUTED, strokeDash=[2, 4], clip=True, opacity=shown).encode(y=alt.Y("constant:Q"))
    return [] if constant is None else [rule]


def _mark(x: alt.X) -> list[alt.Chart]:
    """The onset with its interval, in colour; or dashed and faint, where the validation loss is merely lowest."""
    marks = alt.Chart(alt.NamedData(name=measures.MARKS)).transform_filter("datum.i == position")
    low = x.copy()
    low.shorthand = "low:Q"
    span = (
        marks.transform_filter("datum.high > datum.low")
        .mark_rect(color=theme.ONSET, opacity=0.14)
        .encode(x=low, x2=alt.X2("high:Q"))
    )
    rule = marks.mark_rule(strokeWidth=1.5).encode(
        x=x,
        color=alt.condition("datum.onset", alt.value(theme.ONSET), alt.value(theme.FAINT)),
        strokeDash=alt.condition("datum.onset", alt.value([1, 0]), alt.value([3, 3])),
    )
    return [span, rule]


def _hover(base: alt.Chart, x: alt.X, y: alt.Y, epochs: int, parts: Sequence[str]) -> list[alt.Chart]:
    tooltip = [alt.Tooltip("epoch:Q"), *(alt.Tooltip(f"{part}_text:N", title=part) for part in parts)]
    near, strips = measures.hover(base, x, epochs, None)
    points = [
        base.mark_point(filled=True, size=55, color=theme.PART_COLOURS[part], clip=True).encode(
            x=x, y=_of(y, part), opacity=alt.condition(near, alt.value(1), alt.value(0))
        )
        for part in parts
    ]
    return [*points, strips.encode(tooltip=tooltip)]
