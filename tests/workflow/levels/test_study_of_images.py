"""A study of images from data to model: three levels, one of them handed over."""

import json
import re
import zipfile

import numpy as np
import pytest

import wellfit
from wellfit.errors import ModelError, OptionError, StudyError
from wellfit.record import StudyRecord
from wellfit.workflow.best import outputs

LEVELS = ["scratch", "features", "tuning"]


def test_the_gates_are_those_of_images(of_images, told_of_images):
    gates = ["data", "baseline", "scratch", "transfer", "tuning", "final"]
    assert [gate["name"] for gate in of_images.summary["gates"]] == gates
    assert told_of_images.started == told_of_images.finished == gates
    assert of_images.summary["status"] == "complete"


def test_each_level_has_its_scores_and_what_it_changed(of_images):
    levels = of_images.levels
    assert [level.level for level in levels] == LEVELS
    assert [level.change is None for level in levels] == [True, False, False]
    for level, before in zip(levels[1:], levels, strict=False):
        assert level.low < level.change < level.high
        assert level.change == pytest.approx(level.selection["loss"] - before.selection["loss"], abs=1e-5)
    assert all(0 <= level.selection["accuracy"] <= 1 for level in levels)
    assert all(level.seconds > 0 for level in levels)


def test_one_is_handed_over_and_it_alone_has_seen_the_test_split(of_images):
    (chosen,) = (level for level in of_images.levels if level.chosen)
    assert chosen.test == of_images.summary["best"]["test"]
    assert [level.test for level in of_images.levels if not level.chosen] == [None, None]
    assert of_images.summary["best"]["level"] == chosen.level
    assert of_images.summary["best"]["recipe"] == chosen.recipe
    (recipe,) = (one for one in of_images.summary["recipes"] if one["chosen"])
    assert recipe["name"] == chosen.recipe


def test_the_verdict_is_on_the_network_from_scratch(of_images):
    assert of_images.verdict.recipe == "plain"
    assert of_images.verdict_chosen.recipe == of_images.summary["best"]["recipe"]


def test_the_saved_model_takes_raw_pixels_and_is_the_one_that_was_scored(of_images, striped):
    (image,) = of_images.best.model.inputs
    assert (image.name, image.shape) == ("image", (None, 16, 16, 3))
    pixels, truth = striped.blocks["image"][striped.splits.test], striped.target[striped.splits.test]
    found = outputs(of_images.best.model, {"image": pixels})
    assert np.mean((found > 0.5) == truth) == pytest.approx(of_images.summary["best"]["test"]["accuracy"])
    np.testing.assert_allclose(of_images.best.model.predict(pixels, verbose=0)[:, 0], found, atol=1e-4)


def test_the_saved_model_is_stock_keras(of_images):
    with zipfile.ZipFile(of_images.best.folder / "model.keras") as archive:
        assert "wellfit" not in archive.read("config.json").decode()


def test_test_rows_are_predicted_once(of_images, striped):
    found = StudyRecord.open(of_images.folder).predictions
    assert found["row"].to_list() == striped.splits.test.tolist()
    confusion = of_images.summary["best"]["confusion"]
    assert sum(map(sum, confusion)) == len(striped.splits.test)


def test_labels_are_suspected_among_images_that_nothing_learned_by_heart(of_images):
    stored = StudyRecord.open(of_images.folder).get("pictures")
    assert stored["looked_at"] == 200


def test_the_report_shows_the_levels(of_images):
    page = (of_images.folder / "report.html").read_text(encoding="utf-8")
    for level in of_images.levels:
        assert re.search(rf">[^<]*{re.escape(level.recipe)}", page)


def test_no_script_is_written_of_images_and_it_says_why(of_images):
    with pytest.raises(StudyError, match=r"There is no script for a study of images; .* takes raw pixels"):
        of_images.code()


def test_what_was_left_out_is_said(of_images, told_of_images):
    assert [f"Left out: {sentence}" for sentence in of_images.summary["left_out"]] == told_of_images.notes


def test_an_interrupted_study_keeps_the_levels_it_has(striped, backbone_file, listener, tmp_path):
    heard, only = listener(interrupt_in="tuning"), ["transfer", "tuning"]
    with pytest.raises(KeyboardInterrupt):
        wellfit.study(striped, backbone=backbone_file, only=only, seeds=2, out=tmp_path / "s", progress=heard)
    study = wellfit.open_study(tmp_path / "s")
    assert (study.summary["status"], study.summary["stopped_at"]) == ("interrupted", "tuning")
    assert [level.level for level in study.levels] == ["features"]
    assert json.loads((study.folder / "summary.json").read_text(encoding="utf-8")) == study.summary


@pytest.mark.slow
def test_without_a_backbone_it_says_what_one_would_bring(striped, listener, tmp_path):
    heard = listener()
    study = wellfit.study(striped, seeds=2, budget=1, out=tmp_path / "s", progress=heard)
    assert heard.started == ["data", "baseline", "scratch", "transfer", "final"]
    transfer = study.summary["gates"][3]
    assert not transfer["passed"]
    assert transfer["sentence"].startswith("No pretrained backbone was given.")
    assert "--backbone MobileNetV2" in transfer["advice"]
    assert [level.level for level in study.levels] == ["scratch"]
    assert study.best.model.inputs[0].name == "image"
    assert study.summary["left_out"]


@pytest.mark.parametrize(
    "options, error, message",
    [
        ({"weights": "w.h5"}, OptionError, r"The weights w\.h5 are of a pretrained network, and none was named"),
        ({"backbone": "MobilNet"}, OptionError, r"There is no pretrained network 'MobilNet'"),
        ({"backbone": "nothing.keras"}, ModelError, r"nothing\.keras"),
        ({"only": ["power"]}, OptionError, r"A study of images without a backbone has no such gate: received 'power'"),
    ],
)
def test_what_does_not_fit_leaves_no_folder(striped, tmp_path, options, error, message):
    with pytest.raises(error, match=message):
        wellfit.study(striped, out=tmp_path / "s", **options)
    assert not (tmp_path / "s").exists()


def test_a_backbone_is_for_images(data, tmp_path):
    with pytest.raises(OptionError, match=r"A backbone makes features of images, and 'shop' has none: its blocks are"):
        wellfit.study(data("shop"), backbone="MobileNetV2", out=tmp_path / "s")


@pytest.mark.slow
def test_with_further_views_the_heads_train_on_more_rows_of_the_same_images(striped, backbone_file, tmp_path):
    study = wellfit.study(
        striped, backbone=backbone_file, views=3, seeds=2, only=("tuning", "final"), out=tmp_path / "views"
    )
    train, validation = len(striped.splits.train), len(striped.splits.validation)
    by_gate = {gate["name"]: gate["evidence"] for gate in study.summary["gates"]}
    assert by_gate["transfer"]["rows_with_views"] == 3 * train
    assert [level.level for level in study.levels] == ["features", "tuning"]
    assert study.summary["best"]["rows"] == train + validation  # images, not views
    stored = StudyRecord.open(study.folder).get("pictures")
    assert stored["looked_at"] == len(striped.target)  # suspected labels are of images
    assert study.summary["best"]["test"]["accuracy"] > 0.6
