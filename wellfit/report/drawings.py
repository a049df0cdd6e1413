"""All figures of one page, by the names under which the template places them."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from wellfit.report.contents import position_of
from wellfit.report.figures.compare import compare
from wellfit.report.figures.effects import effects
from wellfit.report.figures.measures import CURVES, MARKS, curve_values, mark_values
from wellfit.report.figures.power import power
from wellfit.report.figures.rates import rates
from wellfit.report.figures.recipe_curves import recipe_curves
from wellfit.report.figures.residuals import residuals
from wellfit.report.figures.scores import scores
from wellfit.report.figures.series import series
from wellfit.report.figures.theme import CONFIG
from wellfit.report.info.curves import RecipeCurves

HERO_HEIGHT, SMALL_HEIGHT = 300, 150


def drawings(page: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page's script draws: Vega's configuration, the rows of the curves, the specifications by name."""
    curves: Sequence[RecipeCurves] = page["curves"]
    return {
        "config": CONFIG,
        "datasets": {CURVES: curve_values(curves), MARKS: mark_values(curves)},
        "figures": {**_curves(page), **_others(page)},
    }


def hero(page: Mapping[str, Any]) -> int | None:
    """Return the position of the curves that stand beside the verdict: those of its recipe, or else the first."""
    if not page["curves"]:
        return None
    verdict = page["verdict"]
    return position_of(page["curves"], verdict.recipe if verdict else "") or 0


def shown_at_first(page: Mapping[str, Any]) -> list[int]:
    """Return the recipes that the comparison opens with: the verdict's and the chosen one."""
    chosen = position_of(page["curves"], page["best"]["recipe"]) if page["best"] else None
    positions = {position for position in (hero(page), chosen) if position is not None}
    return sorted(positions)


def _curves(page: Mapping[str, Any]) -> dict[str, Any]:
    curves, metric, constant = page["curves"], page["metric"], page["constant"]
    main = hero(page)
    if main is None:
        return {}
    alone, first = [curves[main]], shown_at_first(page)
    small = partial(recipe_curves, metric=metric, constant=constant, height=SMALL_HEIGHT, small=True)
    drawn = {
        "hero": recipe_curves(alone, main, metric=metric, constant=constant, height=HERO_HEIGHT, small=False),
        "recipe": small(curves, 0, seen=[curves[position] for position in first]),
        "compare": compare(curves, first, metric=metric),
    }
    levels = [curves[level.position] for level in page["levels"] if level.position is not None]
    return {**drawn, "level": small(levels, 0, seen=levels)} if levels else drawn


def _others(page: Mapping[str, Any]) -> dict[str, Any]:
    drawn: dict[str, Any] = {}
    if page["effects"]:
        drawn["effects"] = effects(page["effects"])
    if page["scores"]:
        drawn["scores"] = scores(page["scores"], page["metric"])
    if page["rates"]:
        drawn["rates"] = rates(page["rates"])
    if page["power"]:
        drawn["power"] = power(page["power"])
    if page["residuals"]:
        drawn["residuals"] = residuals(page["residuals"])
    if page["series"]:
        drawn["series"] = series(page["series"])
    return drawn
