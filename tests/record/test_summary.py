import json

from wellfit.record import StudyRecord, StudyWriter, summary

PUBLIC_KEYS = {
    "format", "task", "data", "baselines", "gates", "verdict", "effects", "best", "population", "seconds",
}  # fmt: skip


def summary_of(folder, status=None, **documents):
    with StudyWriter.create(folder, {"name": "study"}) as writer:
        for key, value in documents.items():
            writer.put(key, value)
        if status:
            writer.finish(status)
    return summary(StudyRecord.open(folder))


def test_a_complete_study_has_every_public_key_and_did_not_stop(tmp_path):
    result = summary_of(tmp_path / "s", "complete", seconds=2.5, gates=[{"name": "data"}], current_gate="final")

    assert set(result) >= PUBLIC_KEYS
    assert result["format"] == "wellfit-summary/1"
    assert (result["status"], result["stopped_at"]) == ("complete", None)
    assert result["seconds"] == 2.5
    assert json.loads(json.dumps(result, allow_nan=False)) == result


def test_an_interrupted_study_says_where_it_stopped(tmp_path):
    result = summary_of(tmp_path / "s", "interrupted", gates=[{"name": "data"}], current_gate="power")

    assert (result["status"], result["stopped_at"]) == ("interrupted", "power")
    assert result["verdict"] is None
    assert result["effects"] == []


def test_without_a_current_gate_the_last_finished_one_is_named(tmp_path):
    result = summary_of(tmp_path / "s", gates=[{"name": "data"}, {"name": "baseline"}])

    assert (result["status"], result["stopped_at"]) == ("running", "baseline")


def test_a_study_that_did_not_reach_a_gate(tmp_path):
    assert summary_of(tmp_path / "s", "failed")["stopped_at"] is None


def test_the_plan_s_clock_readings_stay_out(tmp_path):
    result = summary_of(tmp_path / "s", plan={"estimate": 12.3, "sentence": "About 12 s.", "left_out": ["transfer"]})

    assert result["left_out"] == ["transfer"]
    assert "plan" not in result
