import json

import pytest

import wellfit
from wellfit.errors import DataError, OptionError, SourceError, StudyError
from wellfit.record import StudyWriter

VERDICT = {
    "kind": "overfit",
    "recipe": "plain",
    "onset_epoch": {"value": 4, "low": 4, "high": 5},
    "sentence": "It overfits.",
    "advice": "Stop at epoch 4.",
    "evidence": {"seeds": 5},
}


@pytest.fixture
def study(tmp_path):
    def make(**documents):
        with StudyWriter.create(tmp_path / "study", {"name": "study"}) as writer:
            for key, value in documents.items():
                writer.put(key, value)
            writer.finish("complete")
        return tmp_path / "study"

    return make


def test_one_run_and_its_onset(overfitting):
    found = wellfit.diagnose(overfitting)
    assert found.kind == "overfit"
    assert found.onset.low <= 6 <= found.onset.high
    assert found.recipe == "network"


def test_several_seeds_give_an_interval_over_them(seeds):
    found = wellfit.diagnose(seeds(5))
    assert found.kind == "overfit"
    assert found.evidence["seeds"] == 5
    assert "from 5 seeds" in found.sentence


def test_every_form_of_one_run_gives_the_same_verdict(overfitting, log, tmp_path):
    as_json, as_csv = tmp_path / "run.json", tmp_path / "run.csv"
    as_json.write_text(json.dumps(overfitting))
    rows = zip(range(20), overfitting["loss"], overfitting["val_loss"], strict=True)
    as_csv.write_text("\n".join(["epoch,loss,val_loss", *(",".join(map(str, row)) for row in rows)]))
    found = [wellfit.diagnose(source, name="run") for source in (overfitting, as_json, as_csv, log("run"))]
    assert len({one.sentence for one in found}) == 1


@pytest.mark.parametrize("name, called", [("my run.json", "my run"), ("a.history.json", "a")])
def test_the_network_is_called_by_its_file(name, called, overfitting, tmp_path):
    (tmp_path / name).write_text(json.dumps(overfitting))
    assert wellfit.diagnose(tmp_path / name).recipe == called


@pytest.mark.parametrize("names, called", [
    (["dropout-seed0", "dropout-seed1"], "dropout"),
    (["large_1", "large_2"], "large"),
    (["0", "1"], "network"),
    (["first", "second"], "network"),
])  # fmt: skip
def test_seeds_are_called_by_what_their_files_share(names, called, seeds, tmp_path):
    for name, history in zip(names, seeds(2), strict=True):
        (tmp_path / f"{name}.json").write_text(json.dumps(history))
    assert wellfit.diagnose([tmp_path / f"{name}.json" for name in names]).recipe == called


def test_the_network_is_called_by_its_log_folder(log):
    folder = log("attempt-3")
    for path in (folder, folder / "train", next((folder / "train").iterdir())):
        assert wellfit.diagnose(path).recipe == "attempt-3"


def test_seeds_of_another_length_are_one_training_that_stopped(seeds):
    runs = seeds(3)
    runs[0] = {key: values[:15] for key, values in runs[0].items()}
    assert wellfit.diagnose(runs).kind == "overfit"


def test_runs_that_were_validated_in_other_epochs_are_no_seeds(overfitting):
    other = {**overfitting, "epoch": list(range(0, 40, 2)), "loss": [2 * one for one in overfitting["loss"]]}
    with pytest.raises(DataError, match=r"were validated in other epochs \(1, 3, 5, …|\(1, 2, 3, …"):
        wellfit.diagnose([overfitting, other])


def test_a_study_gives_its_stored_verdict(study):
    found = wellfit.diagnose(study(verdict=VERDICT))
    assert (found.kind, found.onset.value, found.advice) == ("overfit", 4, "Stop at epoch 4.")


def test_a_study_without_a_verdict(study):
    with pytest.raises(StudyError, match="has no verdict: it did not get as far as the gate capacity"):
        wellfit.diagnose(study())


def test_the_constant_of_a_study_is_its_own(study):
    with pytest.raises(OptionError, match="A study knows the loss of a constant prediction"):
        wellfit.diagnose(study(verdict=VERDICT), constant=0.7)


@pytest.mark.parametrize("constant", [float("nan"), float("inf")])
def test_a_constant_that_is_no_number(constant, overfitting):
    with pytest.raises(OptionError, match=r"Expected a finite number, such as 0\.693"):
        wellfit.diagnose(overfitting, constant=constant)


def test_the_picture_is_a_page(overfitting, tmp_path):
    with pytest.raises(OptionError, match=r"curves.png should be an html page"):
        wellfit.diagnose(overfitting, out=tmp_path / "curves.png")
    with pytest.raises(SourceError):
        wellfit.diagnose(tmp_path, out=tmp_path / "curves.html")
    assert list(tmp_path.iterdir()) == []
