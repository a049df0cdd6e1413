"""Runs tutorials, and keeps what each printed and the pictures of what it found.

    scripts/pictures                  all of them
    scripts/pictures table texts      these

What a tutorial printed goes to `docs_src/tutorials/output`, its pictures to `docs/pictures`. They are the figures of
the report, drawn from the studies and runs that the tutorial left. The pages show both, and repeat none of the numbers.
"""

import contextlib
import io
import json
import os
import re
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import vl_convert

from wellfit.diagnosis import effect, holm
from wellfit.histories import diagnose
from wellfit.record import StudyRecord
from wellfit.report.contents import contents
from wellfit.report.drawings import drawings
from wellfit.report.figures import effects
from wellfit.report.figures.measures import CURVES, MARKS, curve_values, mark_values
from wellfit.report.figures.recipe_curves import recipe_curves
from wellfit.report.figures.theme import CONFIG
from wellfit.report.info.curves import curves_of
from wellfit.report.info.effects import EffectRow

ROOT = Path(__file__).resolve().parent.parent
TUTORIALS, PICTURES = ROOT / "docs_src" / "tutorials", ROOT / "docs" / "pictures"
OUTPUT = TUTORIALS / "output"
LAST_DAYS = 42
WIDTH, HEIGHT = 400, 230  # narrow, so that the letters stay legible on a telephone
# For a picture by itself, such as on a code host; within a page its style sheet says what these are, light and dark.
COLOURS = dict(re.findall(r"(--[\w-]+): light-dark\((#\w+)", (ROOT / "docs" / "style.css").read_text(encoding="utf-8")))

Drawn = Mapping[str, Any]  # the specification of one figure
Names = Mapping[str, Any]  # what a tutorial's script defined


def main() -> None:
    """Run and draw those named, or all, each in a process and an empty folder of its own."""
    for name in sys.argv[1:] or [path.stem for path in sorted(TUTORIALS.glob("*.py"))]:
        print(f"{name} ...", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            code = f"import draw; draw.keep({name!r})"
            environment = {**os.environ, "KERAS_BACKEND": "jax", "PYTHONPATH": str(Path(__file__).parent)}
            subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment, check=True)


def keep(name: str) -> None:
    """Run a tutorial in the working folder, and keep its output and its pictures."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        names = runpy.run_path(str(TUTORIALS / f"{name}.py"))
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / f"{name}.txt").write_text(printed.getvalue(), encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    for what, drawn in FIGURES[name](names).items():
        (PICTURES / f"{name}-{what}.svg").write_text(svg(drawn), encoding="utf-8")


def svg(drawn: Drawn) -> str:
    """The figure as svg, without what only answers to a pointer; its colours are variables that have a value."""
    figure = {**drawn, "config": CONFIG, "width": WIDTH}
    text = vl_convert.vegalite_to_svg(figure, show_warnings=False)
    text = re.sub(r'<(path|line|rect)[^>]* opacity="0"[^>]*?(/>|></\1>)', "", text)
    return re.sub(r"var\((--[\w-]+)\)", lambda found: f"var({found[1]}, {COLOURS[found[1]]})", text)


def of_study(*figures: str) -> Callable[[Names], dict[str, Drawn]]:
    """Figures of the report on the tutorial's study: curves of the verdict (`hero`), `scores`, `rates`, `series` …"""

    def drawn(names: Names) -> dict[str, Drawn]:
        page = drawings(contents(StudyRecord.open(names["study"].folder)))
        shared = page["datasets"]
        return {
            "curves" if name == "hero" else name: _with(page["figures"][name], shared if name == "hero" else {})
            for name in figures
        }

    return drawn


def of_history(name: str, path: str, constant: float) -> Drawn:
    """Curves of a history that a tutorial wrote as json."""
    history = json.loads(Path(path).read_text(encoding="utf-8"))
    length, missing = len(history["loss"]), pl.lit(None, dtype=pl.Float64)
    measured = pl.DataFrame(
        {
            "epoch": np.arange(1, length + 1),
            "train_loss": history["loss"],
            "validation_loss": history["val_loss"],
        }
    )
    absent = ("selection_loss", "train_metric", "validation_metric", "selection_metric")
    rows = measured.with_columns(*(missing.alias(column) for column in absent), seed=pl.lit(0), fold=pl.lit(0))
    curves = [curves_of(name, rows, [diagnose.diagnose(history, constant=constant, name=name).as_dict()])]
    figure = recipe_curves(curves, 0, metric="accuracy", constant=constant, height=HEIGHT, small=True)
    return _with(figure, {CURVES: curve_values(curves), MARKS: mark_values(curves)})


def of_remedies(names: Names) -> dict[str, Drawn]:
    """Effects of the remedies that the tutorial trained beside the plain network."""
    runs, recipes = names["runs"], names["remedies"]
    found = [effect(runs.best_rows(recipe.name), runs.best_rows("plain")) for recipe in recipes]
    corrected = holm([one.p for one in found])
    rows = [
        EffectRow(
            remedy=recipe.name,
            parameters="",
            recipe=recipe.name,
            change=one.change,
            low=one.low,
            high=one.high,
            p=one.p,
            p_holm=p,
            seeds=one.seeds,
            adopted=False,
            reason="",
            direction="better" if one.better else "worse" if one.worse else "same",
            sure=p < 0.05,
        )
        for recipe, one, p in zip(recipes, found, corrected, strict=True)
    ]
    return {"effects": effects.effects(rows)}


def of_series(names: Names) -> dict[str, Drawn]:
    """The last weeks of the test period, of which a narrow picture can show each day, and the scores."""
    drawn = of_study("series", "scores")(names)
    period = drawn.pop("series")
    data = {name: rows[-LAST_DAYS:] for name, rows in period["datasets"].items()}
    return {"forecasts": {**period, "datasets": data}, **drawn}


def of_overfitting(names: Names) -> dict[str, Drawn]:
    """The curves of the run that was watched."""
    return {"curves": of_history("network", "history.json", 0.693)}


def of_will_not_train(names: Names) -> dict[str, Drawn]:
    """The curves of the run that is stuck, and the rates that were tried."""
    stuck = of_history("small", "small.json", float(np.var(names["y"])))
    return {"curves": stuck, **of_study("rates")(names)}


def _with(figure: Drawn, datasets: Mapping[str, Any]) -> Drawn:
    return {**figure, "datasets": {**figure.get("datasets", {}), **datasets}, "height": min(figure["height"], HEIGHT)}


FIGURES: dict[str, Callable[[Names], dict[str, Drawn]]] = {
    "learning_rate": of_study("rates"),
    "overfitting": of_overfitting,
    "own_model": of_study("hero", "scores"),
    "remedies": of_remedies,
    "series": of_series,
    "table": of_study("hero", "scores"),
    "texts": of_study("hero", "scores"),
    "will_not_train": of_will_not_train,
}

if __name__ == "__main__":
    main()
