"""A page with one verdict and the curves that it was read from, for runs that left no study."""

from markupsafe import Markup

from wellfit.diagnosis import Verdict
from wellfit.report.bundle import drawing_code
from wellfit.report.drawings import HERO_HEIGHT
from wellfit.report.figures.measures import CURVES, MARKS, curve_values, mark_values
from wellfit.report.figures.recipe_curves import recipe_curves
from wellfit.report.figures.theme import CONFIG
from wellfit.report.info.curves import RecipeCurves
from wellfit.report.info.evidence import lay_out
from wellfit.report.info.verdicts import text_of
from wellfit.report.page import environment, json_in_script


def curves_page(verdict: Verdict, curves: RecipeCurves, *, metric: str | None, constant: float | None) -> str:
    """Return the page as HTML; without a finite loss there is nothing to draw, and the words stand alone."""
    drawn = [curves] if curves.points.height else []
    figures = {}
    if drawn:
        shown = metric or "accuracy"  # the switch to it is not there where there is none
        figures["curves"] = recipe_curves(drawn, 0, metric=shown, constant=constant, height=HERO_HEIGHT, small=True)
    drawings = {
        "config": CONFIG,
        "datasets": {CURVES: curve_values(drawn), MARKS: mark_values(drawn)},
        "figures": figures,
    }
    over = "seeds" if verdict.evidence.get("seeds", 1) > 1 else "the curve's bouncing"
    return (
        environment()
        .get_template("curves.html")
        .render(
            name=verdict.recipe,
            verdict=text_of(verdict.as_dict(), over),
            evidence=lay_out(dict(verdict.evidence)),
            curves=curves,
            drawn=bool(drawn),
            metric=metric,
            constant=constant,
            drawings=json_in_script(drawings),
            drawing_code=Markup(drawing_code()),
        )
    )
