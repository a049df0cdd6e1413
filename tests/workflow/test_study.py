"""What a run found, as objects."""

from dataclasses import asdict

import pytest

import wellfit
from wellfit.errors import ModelError, OptionError, StudyError
from wellfit.workflow.study import Study


def test_a_study_opened_again_is_the_same(finished):
    again = wellfit.open_study(finished.folder)
    assert again == finished
    assert (again.verdict, again.effects) == (finished.verdict, finished.effects)
    assert again.best.facts == finished.summary["best"]


def test_verdict_and_effects_are_those_of_the_summary(finished):
    assert finished.verdict.as_dict() == finished.summary["verdict"]
    assert finished.verdict_chosen.as_dict() == finished.summary["verdict_chosen"]
    assert [asdict(effect) for effect in finished.effects] == finished.summary["effects"]


def test_the_report_is_drawn_again_without_training(finished, tmp_path):
    path = finished.report(tmp_path / "again.html")
    assert path == tmp_path / "again.html"
    assert path.read_text(encoding="utf-8") == (finished.folder / "report.html").read_text(encoding="utf-8")


def test_a_summary_is_not_shown_whole(finished):
    assert repr(finished) == f"Study(folder={finished.folder!r})"


def test_without_a_folder_it_goes_under_studies(data, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    study = wellfit.study(data("line"), seeds=1, only=["data"])
    assert study.folder.parent.name == "studies"
    assert study.folder.name.startswith("line-")
    assert (tmp_path / study.folder / "summary.json").is_file()


def test_a_folder_without_a_study(tmp_path):
    with pytest.raises(StudyError, match=r"holds no study: there is no study\.sqlite in it"):
        wellfit.open_study(tmp_path)


def test_options_are_checked_before_anything_is_made(data, tmp_path):
    with pytest.raises(OptionError, match="A study needs at least 1 seed, received 0"):
        wellfit.study(data("line"), seeds=0, out=tmp_path / "s")
    assert not (tmp_path / "s").exists()


def test_a_model_that_is_not_there_is_refused_before_anything_is_written(data, tmp_path):
    with pytest.raises(ModelError, match=r"own.keras does not exist\. Expected a model that Keras saved"):
        wellfit.study(data("line"), model="own.keras", out=tmp_path / "s")
    assert not (tmp_path / "s").exists()


def test_a_study_that_stopped_has_no_model(tmp_path):
    study = Study(tmp_path, {"best": None, "stopped_at": "capacity"})
    with pytest.raises(StudyError) as error:
        _ = study.best
    assert str(error.value) == (
        f"The study in {tmp_path} has no model: it stopped at the gate capacity. "
        "Expected a finished study; repeat `wellfit run` and let it finish."
    )
