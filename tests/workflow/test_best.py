"""The model that a study hands back, on raw rows it has never seen."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from wellfit.backend import keras
from wellfit.errors import DataError, ModelError, StudyError
from wellfit.workflow.best import Best, load_model

# Keras alone: no module of wellfit may be needed, or be brought along, to use the model.
ALONE = """
import os, sys
os.environ["KERAS_BACKEND"] = "jax"
import keras, numpy as np
model = keras.saving.load_model(sys.argv[1], safe_mode=True)
given = np.load(sys.argv[2])
np.save(sys.argv[3], np.asarray(model.predict(given, verbose=0)))
assert not [name for name in sys.modules if name.split(".")[0] == "wellfit"]
"""


@pytest.fixture(scope="module")
def rows(table):
    """Rows of the shop that no study has seen."""
    return table("shop", 60, 99)


def test_predictions_and_probabilities_of_new_rows(finished, rows):
    found = finished.best.predict(rows.drop("bought"))
    assert found.columns == ["prediction", "probability_no", "probability_yes"]
    assert found.height == rows.height
    assert np.allclose(found["probability_no"] + found["probability_yes"], 1.0)
    assert ((found["probability_yes"] > 0.5) == (found["prediction"] == "yes")).all()
    assert (found["prediction"] == rows["bought"]).mean() > 0.7


def test_the_target_among_the_columns_changes_nothing(finished, rows):
    assert finished.best.predict(rows).equals(finished.best.predict(rows.drop("bought")))


def test_a_row_is_predicted_the_same_alone_and_among_others(finished, rows):
    together = finished.best.predict(rows)["probability_yes"]
    alone = [finished.best.predict(rows[[place]])["probability_yes"].item() for place in (0, 17)]
    assert alone == pytest.approx([together[0], together[17]], abs=1e-6)


def test_unseen_categories_and_empty_cells_are_predicted(finished, rows):
    strange = rows.with_columns(colour=pl.lit("purple"), age=pl.lit(None, dtype=pl.Float64))
    found = finished.best.predict(strange)
    assert found.null_count().sum_horizontal().item() == 0


def test_missing_columns_are_named(finished, rows):
    with pytest.raises(DataError, match=r"The rows lack 2 columns of the training rows: .*'age'.*'colour'"):
        finished.best.predict(rows.select("size"))


def test_a_row_that_cannot_be_read_gets_empty_cells(finished, rows):
    mixed = rows.head(3).with_columns(size=pl.Series(["0.5", "large", "-1"]))
    found = finished.best.predict(mixed)
    assert found["prediction"].is_null().to_list() == [False, True, False]
    assert found["probability_yes"].is_null().to_list() == [False, True, False]


def test_it_says_which_recipe_it_is(finished):
    assert repr(finished.best).startswith(f"Best(recipe={finished.summary['best']['recipe']!r}, folder=")


def test_keras_alone_loads_the_model_and_predicts_the_same(finished, rows, tmp_path):
    best = finished.best
    given, predicted = tmp_path / "given.npy", tmp_path / "predicted.npy"
    np.save(given, best.pipeline.encode(rows)["dense"])
    command = [sys.executable, "-c", ALONE, str(best.folder / "model.keras"), str(given), str(predicted)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    ours = best.predict(rows)["probability_yes"].to_numpy()
    assert np.load(predicted)[:, 0] == pytest.approx(ours, abs=1e-6)


def test_it_is_a_stock_compiled_keras_model(finished):
    model = finished.best.model
    assert {type(layer).__module__.split(".")[0] for layer in model.layers} == {"keras"}
    assert model.compiled


def test_a_missing_model(tmp_path):
    with pytest.raises(ModelError, match=r"model\.keras does not exist\. Expected a model that Keras saved"):
        load_model(tmp_path / "model.keras")


@pytest.mark.parametrize("size", [0, 11, 1000])
def test_a_file_that_is_no_model_or_cut_short(finished, tmp_path, size):
    path = tmp_path / "model.keras"
    path.write_bytes((finished.best.folder / "model.keras").read_bytes()[:size])
    with pytest.raises(
        ModelError, match=r"model\.keras is not a Keras model, or a damaged one: expected a \.keras file"
    ):
        load_model(path)


def test_an_archive_that_holds_no_model(tmp_path):
    path = tmp_path / "model.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("other.txt", "no model")
    with pytest.raises(ModelError, match=r"is a zip archive without config\.json; expected what .*received other\.txt"):
        load_model(path)


def test_a_model_of_another_study_is_refused(finished, rows, tmp_path):
    folder = tmp_path / "best"
    shutil.copytree(finished.best.folder, folder)
    other = keras.Sequential([keras.Input((77,), name="dense"), keras.layers.Dense(1, name="answer")])
    other.save(folder / "model.keras")
    with pytest.raises(ModelError, match=r"do not belong together: .*Copy both from one study, or repeat the run\.$"):
        Best(folder, {}).predict(rows)


@pytest.mark.parametrize(
    "content, message",
    [
        (None, r"pipeline\.json is missing: the study has no model\. Let `wellfit run` finish first"),
        ("{", r"pipeline\.json is not JSON: .* It is damaged; repeat the run"),
        (json.dumps({"format": "another/1"}), "expected the format wellfit-pipeline/1, received 'another/1'"),
    ],
)
def test_a_pipeline_that_cannot_be_read(content, message, tmp_path):
    if content is not None:
        Path(tmp_path, "pipeline.json").write_text(content)
    with pytest.raises(StudyError, match=message):
        _ = Best(tmp_path, {}).pipeline
