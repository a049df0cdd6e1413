"""One study from data to summary: what it leaves, however it ends."""

import json
from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest

import wellfit
from wellfit.errors import OptionError, StudyError
from wellfit.record import StudyRecord

GATES = ["data", "baseline", "learning_rate", "power", "capacity", "regularize", "more_data", "final"]
KEYS = {
    "": "format task data folds baselines gates verdict effects best population seconds status stopped_at left_out",
    "recipes.0.selection": "value low high",
    "task": "kind target classes loss metric",
    "data": "rows features findings",
    "data.rows": "train validation selection test",
    "baselines.0": "name selection test",
    "baselines.0.selection": "loss accuracy",
    "baselines.0.test": "loss accuracy",
    "gates.0": "name passed sentence evidence seconds advice",
    "verdict": "kind recipe onset_epoch sentence advice evidence",
    "verdict_chosen": "kind recipe onset_epoch sentence advice evidence",
    "effects.0": "remedy parameters recipe metric change low high p p_holm seeds folds adopted reason",
    "folds": "count seeds rows sentence",
    "recipes.0": "name gate description parameters configuration seeds folds epochs best_epoch selection chosen",
    "best": "recipe epochs selection test path confusion",
    "best.selection": "loss accuracy",
    "best.test": "loss accuracy",
    "population": "members programs seconds_compiling seconds_training",
}


def part(summary, path):
    for step in filter(None, path.split(".")):
        summary = summary[int(step) if step.isdigit() else step]
    return summary


def without_times(document):
    """A summary without what depends on the clock."""
    if isinstance(document, dict):
        return {key: without_times(value) for key, value in document.items() if not key.startswith("seconds")}
    return [without_times(value) for value in document] if isinstance(document, list) else document


def without_test(summary):
    """A summary without what only the test split can tell."""
    body = without_times(summary)
    body["best"] = {key: value for key, value in body["best"].items() if key not in ("test", "confusion")}
    body["baselines"] = [{key: value for key, value in each.items() if key != "test"} for each in body["baselines"]]
    body["gates"] = [
        {**gate, "sentence": "" if gate["name"] == "final" else gate["sentence"]} for gate in body["gates"]
    ]
    return body


@pytest.mark.parametrize("path", KEYS)
def test_the_summary_has_every_key_of_its_format(finished, path):
    assert set(KEYS[path].split()) <= set(part(finished.summary, path))


def test_the_summary_on_disk_is_the_one_returned(finished):
    text = (finished.folder / "summary.json").read_text(encoding="utf-8")
    assert json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is not JSON")) == finished.summary
    assert finished.summary["format"] == "wellfit-summary/1"
    assert (finished.summary["status"], finished.summary["stopped_at"]) == ("complete", None)


def test_what_is_on_disk(finished):
    files = {str(path.relative_to(finished.folder)) for path in finished.folder.rglob("*") if path.is_file()}
    assert files == {"summary.json", "report.html", "study.sqlite", "best/model.keras", "best/pipeline.json"}
    assert "<html" in (finished.folder / "report.html").read_text(encoding="utf-8")


def test_the_gates_in_order_and_told(finished, told):
    assert [gate["name"] for gate in finished.summary["gates"]] == GATES
    assert told.started == told.finished == GATES
    assert told.notes == []
    (plan,) = told.plans
    assert plan.startswith("Plan: ")


def test_progress_of_the_training_goes_on(told):
    for gate in {name for name, *_ in told.trained}:
        epochs = [(epoch, total) for name, _, epoch, total, _, _ in told.trained if name == gate]
        assert all(1 <= epoch <= total for epoch, total in epochs)
    assert all((speed > 0) == (members > 0) and left >= 0 for _, members, _, _, speed, left in told.trained)
    assert all(one != other for one, other in pairwise(told.trained))


def test_a_network_of_signal_beats_the_constant(finished):
    summary = finished.summary
    assert summary["verdict"]["kind"] in ("overfit", "well_fit", "underfit", "undetermined")
    constant = next(each for each in summary["baselines"] if each["name"] == "constant")
    assert summary["best"]["selection"]["loss"] < constant["selection"]["loss"]


def test_the_numbers_of_the_summary_are_those_of_the_record(finished):
    record = StudyRecord.open(finished.folder)
    assert len(record.members) == finished.summary["population"]["members"]
    test = finished.summary["best"]["test"]
    right = record.predictions.select((pl.col("truth") == pl.col("prediction")).mean()).item()
    assert right == pytest.approx(test["accuracy"])
    confusion = finished.summary["best"]["confusion"]
    assert sum(map(sum, confusion)) == finished.summary["data"]["rows"]["test"] == len(record.predictions)
    assert sum(confusion[i][i] for i in range(2)) / len(record.predictions) == pytest.approx(test["accuracy"])


def test_no_member_of_a_gate_before_the_last_one_has_measured_test_rows(finished):
    """Predictions of test rows exist once: those of the model that is handed back."""
    record = StudyRecord.open(finished.folder)
    assert record.predictions["row"].n_unique() == len(record.predictions)


@pytest.fixture(scope="module")
def again(table, tmp_path_factory):
    """The study of the shop once more, from reading on."""
    data = wellfit.read(table("shop"), target="bought", name="shop")
    return wellfit.study(data, seeds=3, out=tmp_path_factory.mktemp("studies") / "again")


@pytest.mark.slow
def test_the_same_seed_gives_the_same_summary_but_for_the_timings(finished, again):
    assert without_times(again.summary) == without_times(finished.summary)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_curves(finished, again):
    first, second = (StudyRecord.open(study.folder).curves for study in (finished, again))
    assert first.equals(second)


def test_test_rows_change_nothing_before_the_last_gate(finished, data, table, tmp_path):
    """The labels of all test rows turned around, and their features far off: every other number stays."""
    clean = data("shop")
    turned = pl.when(pl.col("bought") == "yes").then(pl.lit("no")).otherwise(pl.lit("yes"))
    far_off = table("shop")[clean.splits.test].with_columns(bought=turned, size=pl.col("size") + 50.0)
    study = wellfit.study(poisoned(clean, far_off), seeds=3, out=tmp_path / "poisoned")
    assert without_test(study.summary) == without_test(finished.summary)
    assert study.summary["best"]["test"] != finished.summary["best"]["test"]
    for one, other in zip(study.summary["baselines"], finished.summary["baselines"], strict=True):
        assert one["test"] != other["test"]


def poisoned(data, test_rows):
    """The data set with other rows in the test split, encoded by its own pipeline."""
    blocks = {name: block.copy() for name, block in data.blocks.items()}
    for name, block in data.pipeline.encode(test_rows).items():
        blocks[name][data.splits.test] = block
    target = data.target.copy()
    target[data.splits.test] = data.pipeline.target.encode(test_rows["bought"])
    return replace(data, blocks=blocks, target=target)


def test_an_interrupted_run_leaves_a_study_that_says_where_it_stopped(data, listener, tmp_path):
    heard = listener(interrupt_in="power")
    with pytest.raises(KeyboardInterrupt):
        wellfit.study(data("shop"), seeds=2, only=["power"], out=tmp_path / "s", progress=heard)
    study = wellfit.open_study(tmp_path / "s")
    assert (study.summary["status"], study.summary["stopped_at"]) == ("interrupted", "power")
    assert [gate["name"] for gate in study.summary["gates"]] == ["data", "baseline"]
    assert study.verdict is None
    assert study.effects == ()
    assert json.loads((study.folder / "summary.json").read_text(encoding="utf-8")) == study.summary
    assert "power" in (study.folder / "report.html").read_text(encoding="utf-8")
    assert study.report(tmp_path / "again.html").is_file()
    with pytest.raises(StudyError, match=r"has no model: it stopped at the gate power\. Expected a finished study"):
        _ = study.best


def test_gates_that_were_asked_for_bring_those_they_build_on(data, listener, tmp_path):
    heard = listener()
    study = wellfit.study(data("shop"), seeds=2, only=["baseline"], out=tmp_path / "s", progress=heard)
    assert heard.started == ["data", "baseline"]
    assert heard.notes == ["Also run, because the gates asked for build on them: data."]
    assert study.summary["status"] == "complete"
    assert [each["test"] for each in study.summary["baselines"]] == [None] * 3
    with pytest.raises(StudyError, match=r"has no model: its gate `final` was not run\. .* without --only"):
        _ = study.best


def test_an_unknown_gate_leaves_no_folder(data, tmp_path):
    with pytest.raises(OptionError, match="There is no such gate: received 'powr'"):
        wellfit.study(data("shop"), only=["powr"], out=tmp_path / "s")
    assert not (tmp_path / "s").exists()


def test_a_study_is_never_written_over(data, finished):
    before = (finished.folder / "study.sqlite").read_bytes()
    with pytest.raises(OptionError, match="holds a study already"):
        wellfit.study(data("shop"), out=finished.folder)
    assert (finished.folder / "study.sqlite").read_bytes() == before
    assert wellfit.open_study(finished.folder).summary["status"] == "complete"


def test_a_file_is_no_place_for_a_study(data, tmp_path):
    (tmp_path / "s").write_text("mine")
    with pytest.raises(OptionError, match=r"is a file\. Expected a folder for the study"):
        wellfit.study(data("shop"), out=tmp_path / "s")
    assert (tmp_path / "s").read_text() == "mine"


def test_a_budget_that_is_far_too_small_still_ends_with_a_model(data, listener, tmp_path):
    heard = listener()
    study = wellfit.study(data("line"), seeds=2, budget=0.001, out=tmp_path / "s", progress=heard)
    assert study.summary["status"] == "complete"
    assert study.summary["left_out"]
    assert [f"Left out: {sentence}" for sentence in study.summary["left_out"]] == heard.notes
    assert study.best.predict({"a": [0.0], "b": [0.0]}).height == 1
