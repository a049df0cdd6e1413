"""Studies of models of one's own, from the file to the saved model."""

import json

import numpy as np
import pytest

import wellfit
from wellfit.backend import keras
from wellfit.errors import ModelError, OptionError
from wellfit.recipes.networks.own.recipe import own_recipe
from wellfit.recipes.remedies import LabelSmoothing, SpatialDropout
from wellfit.workflow.applicable import takes, told
from wellfit.workflow.candidates import HOLDING_BACK, OTHERS

L = keras.layers


def sequential(width, rate=0.01):
    model = keras.Sequential(
        [keras.Input((width,)), L.Dense(8, activation="relu"), L.Dropout(0.1), L.Dense(1, activation="sigmoid")]
    )
    model.compile(keras.optimizers.Adam(rate), "binary_crossentropy", metrics=["accuracy", "auc"])
    return model


@pytest.fixture(scope="module")
def rows(request):
    random = np.random.default_rng(3)
    x = random.normal(size=(160, 3))
    y = (x[:, 0] + 0.5 * x[:, 1] + 0.5 * random.normal(size=160) > 0).astype(int)
    return wellfit.read({"a": x[:, 0], "b": x[:, 1], "c": x[:, 2], "y": y}, target="y", name="rows")


@pytest.fixture(scope="module")
def finished(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    sequential(3).save(folder / "m.keras")
    return wellfit.study(rows, model=folder / "m.keras", seeds=2, budget=12, out=folder / "study")


def test_it_is_the_recipe_that_is_judged(finished):
    assert finished.verdict.recipe == "yours"
    recipes = {recipe["name"]: recipe for recipe in finished.summary["recipes"]}
    assert recipes["yours"]["parameters"] == 3 * 8 + 8 + 8 + 1
    assert all(name.startswith("your") for name in recipes)


def test_what_is_saved_predicts_and_has_its_metrics(finished, rows):
    assert finished.best.predict({"a": [3.0, -3.0], "b": [3.0, -3.0], "c": [0.0, 0.0]})["prediction"].to_list() == [
        "1",
        "0",
    ]
    assert 0.5 < finished.summary["best"]["metrics"]["auc"] <= 1
    gates = {gate["name"]: gate for gate in finished.summary["gates"]}
    assert gates["final"]["evidence"]["reloaded_model_differs_by"] <= 1e-5
    assert (
        "your model keeps its own, 0.01" in gates["learning_rate"]["sentence"]
        or "remedy" in (gates["learning_rate"]["sentence"])
    )


def test_the_report_says_what_was_adapted(finished):
    kinds = [finding["kind"] for finding in finished.summary["data"]["findings"]]
    assert "model_adapted" in kinds
    assert "trained from fresh starts" in (finished.folder / "report.html").read_text(encoding="utf-8")
    assert json.loads((finished.folder / "summary.json").read_text(encoding="utf-8"))["status"] == "complete"


class Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.a, self.b = L.Dense(6, activation="relu"), L.Dense(1, activation="sigmoid")

    def call(self, x):
        return self.b(self.a(x))


def test_what_a_model_does_not_take_is_told_with_its_reason(rows):
    found = own_recipe(Subclassed, rows).recipe
    taken, refused = takes(found, [*HOLDING_BACK, *OTHERS, LabelSmoothing(share=0.1), SpatialDropout(rate=0.5)], rows)
    reasons = {one.remedy: one.reason for one in refused}
    assert reasons["dropout 0.5"] == "its layers are called in code of its own, into which none can be put"
    assert reasons["smaller 0.25"].startswith("its layers are called in code of its own, which cannot be rewritten")
    assert {remedy.name for remedy in taken} == {
        *("l1", "l2", "l1+l2", "weight decay", "max-norm", "averaging", "bias penalty", "gradient clipping", "mixup"),
        *("larger batch", "label smoothing", "fewer features"),
    }
    assert told(refused).startswith(" Not applied: dropout 0.5, l2+dropout 0.001 0.5")


def test_a_rate_that_does_not_work_is_judged_and_another_is_tried(rows, tmp_path):
    study = wellfit.study(
        rows, model=sequential(3, rate=30.0), seeds=2, budget=60, only=["learning_rate"], out=tmp_path / "s"
    )
    gate = study.summary["gates"][-1]
    rate = gate["evidence"]["chosen"]
    assert rate < 30
    assert f"your model is judged with its own, 30, and {rate:g} is tried as a remedy" in gate["sentence"]


def test_a_misfit_leaves_no_folder(rows, tmp_path):
    with pytest.raises(ModelError, match=r"takes rows of shape \(9,\), but the rows of this data are dense \(3,\)"):
        wellfit.study(rows, model=sequential(9), out=tmp_path / "s")
    assert not (tmp_path / "s").exists()


def asymmetric(y_true, y_pred):
    p = keras.ops.clip(y_pred, 1e-6, 1 - 1e-6)
    return -keras.ops.mean(3 * y_true * keras.ops.log(p) + (1 - y_true) * keras.ops.log(1 - p), axis=-1)


class Count(keras.callbacks.Callback):
    epochs = 0

    def on_epoch_end(self, epoch, logs=None):
        self.epochs += 1
        self.model.stop_training = self.epochs == 2


def test_loss_and_callbacks_of_ones_own(rows, tmp_path):
    count = Count()
    study = wellfit.study(
        rows,
        model=sequential(3),
        loss=asymmetric,
        callbacks=[count],
        seeds=2,
        budget=4,
        only=["final"],
        out=tmp_path / "s",
    )
    assert count.epochs == study.summary["best"]["epochs"] <= 2
    sentences = " ".join(finding["sentence"] for finding in study.summary["data"]["findings"])
    assert "trained with its own loss, asymmetric" in sentences


def test_what_is_no_callback_is_told_at_once(rows, tmp_path):
    with pytest.raises(OptionError, match=r"A callback is an object of a class derived .*add \(\)"):
        wellfit.study(rows, callbacks=[Count], out=tmp_path / "s")
