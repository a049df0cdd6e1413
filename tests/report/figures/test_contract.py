"""What every figure owes the page, checked on all figures of studies of each kind."""

import json

import numpy as np
import polars as pl
import pytest
import vl_convert

from wellfit.record import StudyRecord, StudyWriter
from wellfit.report.contents import contents
from wellfit.report.drawings import drawings

CLASSES = ("hero", "recipe", "compare", "effects", "scores", "rates", "power")
NUMBERS = ("hero", "recipe", "compare", "scores", "residuals", "series")
CASES = [("classes", name) for name in CLASSES] + [("numbers", name) for name in NUMBERS]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("regression") / "study"
    with StudyWriter.create(folder, {}) as writer:
        writer.put("task", {"kind": "regression", "metric": "mae", "classes": []})
        writer.put("baselines", [{"name": "linear", "selection": {"loss": 0.4, "mae": 3.0}, "test": None}])
        rng = np.random.default_rng(0)
        epoch = np.arange(1, 11)
        for seed in range(2):
            loss = 1 / epoch + rng.normal(0, 0.01, 10)
            measures = dict.fromkeys(("train_loss", "validation_loss", "train_metric", "validation_metric"), loss)
            fixed = {"gate": "power", "recipe": "plain", "seed": seed, "control": "none"}
            writer.add_curves(
                pl.DataFrame({"epoch": epoch, **measures}).with_columns(**{k: pl.lit(v) for k, v in fixed.items()})
            )
        truth = rng.normal(20, 5, 50)
        values = {"truth": truth.tolist(), "forecast": (truth + 1).tolist(), "naive": np.roll(truth, 1).tolist()}
        told = {"target": "rain", "horizon": 1, "ahead": "1 hour", "rows": 60, "dates": True, "values": values}
        writer.put("series", {**told, "time": [f"2024-01-01T00:{minute:02}:00" for minute in range(50)]})
        writer.add_predictions(pl.DataFrame({"row": np.arange(50), "truth": truth, "prediction": truth + 1}))
    return drawings(contents(StudyRecord.open(folder)))


@pytest.fixture(scope="module")
def classes(record):
    return drawings(contents(record))


@pytest.fixture
def figure(request, drawn, classes):
    kind, name = request.param
    whole = drawn if kind == "numbers" else classes
    return whole, whole["figures"][name]


def compiled(whole, specification):
    """As the page does it: the data sets of the page, the configuration of the page."""
    whole_specification = {**specification, "datasets": {**specification.get("datasets", {}), **whole["datasets"]}}
    return vl_convert.vegalite_to_vega(json.dumps({**whole_specification, "width": 600}), config=whole["config"])


@pytest.mark.parametrize("figure", CASES, indirect=True, ids=lambda case: "-".join(case))
def test_it_is_strict_json_and_leaves_to_the_page_what_all_share(figure):
    _, specification = figure

    assert json.loads(json.dumps(specification, allow_nan=False)) == specification
    assert specification["width"] == "container"
    assert not {"$schema", "config"} & set(specification)


@pytest.mark.parametrize("figure", CASES, indirect=True, ids=lambda case: "-".join(case))
def test_it_compiles_and_draws_marks(figure):
    whole, specification = figure

    drawing = compiled(whole, specification)
    assert drawing["marks"]
    assert "http" not in json.dumps({key: value for key, value in drawing.items() if key != "$schema"})


@pytest.mark.parametrize("figure", CASES, indirect=True, ids=lambda case: "-".join(case))
def test_its_colours_are_the_page_s(figure):
    _, specification = figure

    assert "#" not in json.dumps({key: value for key, value in specification.items() if key != "datasets"})


def test_the_figures_of_a_study_of_classes(classes):
    assert set(classes["figures"]) == set(CLASSES)


def test_the_figures_of_a_study_of_numbers(drawn):
    assert set(drawn["figures"]) == set(NUMBERS)


def test_a_study_without_numbers_has_no_figures(study):
    empty = drawings(contents(StudyRecord.open(study(leave_out=tuple(ALL_DOCUMENTS), frames=False))))

    assert empty["figures"] == {}
    assert empty["datasets"] == {"curves": [], "marks": []}


ALL_DOCUMENTS = (
    "task", "data", "plan", "baselines", "gates", "verdict", "verdict_chosen", "effects", "recipes", "best",
    "population", "configuration", "seconds",
)  # fmt: skip
