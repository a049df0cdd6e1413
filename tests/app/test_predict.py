"""`wellfit predict` for a model with code of one's own, which no file holds."""

import sys

import polars as pl
import pytest

import wellfit
from wellfit.backend import keras
from wellfit.recipes.networks.own.recipe import own_recipe

MODULE = """
import keras


class Doubled(keras.layers.Layer):
    def call(self, x):
        return 2 * x


def build():
    model = keras.Sequential([Doubled(), keras.layers.Dense(1, activation="sigmoid")])
    model.compile("adam", "binary_crossentropy")
    return model
"""


@pytest.fixture
def place(tmp_path, table_text, study_of, monkeypatch):
    """A folder with a table, a module with a layer of one's own, and a study of its model; Keras has forgotten both."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "layers_of_mine.py").write_text(MODULE)
    (tmp_path / "patients.csv").write_text(table_text(60))
    data = wellfit.read("patients.csv", target="sick")
    study_of(data, tmp_path / "study", own_recipe("layers_of_mine:build", data).recipe, epochs=1)
    keras.saving.get_custom_objects().clear()
    del sys.modules["layers_of_mine"]
    yield tmp_path
    keras.saving.get_custom_objects().clear()
    sys.modules.pop("layers_of_mine", None)


def test_it_needs_the_function_that_built_the_model_and_says_so(place, go):
    code, out, err = go("predict", "study", "patients.csv", "--out", "new.csv")
    assert (code, out) == (2, "")
    assert "needs the class 'Doubled', which Keras does not bring along and a .keras file never does" in err
    assert "`wellfit predict STUDY SOURCE --model package.module:function`" in err
    assert not (place / "new.csv").exists()
    code, out, err = go("predict", "study", "patients.csv", "--out", "new.csv", "--model", "layers_of_mine:build")
    assert (code, out, err) == (0, "Wrote 60 predictions to new.csv.\n", "")


@pytest.fixture
def safe_again():
    """Keras has no way back from running what files bring along."""
    yield
    keras.src.backend.common.global_state.set_global_attribute("safe_mode_saving", None)


def test_code_in_the_file_of_a_model_runs_only_where_that_is_asked_for(place, go, safe_again):
    best = wellfit.open_study("study").best
    rows = keras.Input(best.pipeline.shapes()["dense"], name="dense")
    always = keras.layers.Lambda(lambda x: 0 * x[:, :1] + 0.75, output_shape=(1,))
    keras.Model(rows, always(rows)).save(best.folder / "model.keras")
    code, out, err = go("predict", "study", "patients.csv", "--out", "new.csv")
    assert (code, out) == (2, "")
    assert err.endswith("If you made the study yourself with --unsafe, pass --unsafe here too.\n")
    code, _, err = go("predict", "study", "patients.csv", "--out", "new.csv", "--unsafe")
    assert (code, err) == (0, "")
    assert pl.read_csv("new.csv")["probability_yes"].to_list() == pytest.approx([0.75] * 60)


def test_a_module_that_is_not_there(place, go):
    code, _, err = go("predict", "study", "patients.csv", "--model", "layers_of_nobody:build")
    assert code == 2
    assert "There is no module 'layers_of_nobody' for --model layers_of_nobody:build" in err
