"""The main job on a small file, and what it prints and leaves: once from outside, its sides in this process."""

import json
import signal
import subprocess
import sys
import time

import polars as pl
import pytest

QUICK = ["--target", "sick", "--seeds", "2", "--budget", "8s"]


def start(*arguments, cwd):
    command = [sys.executable, "-m", "wellfit", *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=cwd, encoding="utf-8")


@pytest.fixture(scope="module")
def finished(tmp_path_factory, table_text):
    """One whole run; the tests below look at its sides."""
    place = tmp_path_factory.mktemp("run")
    (place / "patients.csv").write_text(table_text(160), encoding="utf-8")
    return place, start("run", "patients.csv", *QUICK, cwd=place)


def study_of(finished):
    (study,) = (finished[0] / "studies").iterdir()
    return study


def test_it_ends_well_and_says_the_verdict_and_what_to_do_next(finished):
    _, done = finished
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "Verdict: " in done.stdout
    assert "The network beside the baselines" in done.stdout
    last = done.stdout.rstrip().splitlines()[-2:]
    assert last[0].startswith("Report: studies/patients-")
    assert last[1].startswith("Next:   wellfit predict studies/patients-")


def test_each_gate_has_its_line(finished):
    _, done = finished
    gates = json.loads((study_of(finished) / "summary.json").read_text())["gates"]
    assert [gate["name"] for gate in gates] == [
        "data", "baseline", "learning_rate", "power", "capacity", "regularize", "more_data", "final",
    ]  # fmt: skip
    for gate in gates:
        passed = "passed" if gate["passed"] else "not passed"
        assert f"{gate['name']}: {passed} in " in done.stdout


def test_no_escape_sequence_reaches_a_file(finished):
    assert "\x1b" not in finished[1].stdout


def test_the_study_is_whole(finished):
    study = study_of(finished)
    for name in ("summary.json", "report.html", "study.sqlite", "best/model.keras", "best/pipeline.json"):
        assert (study / name).stat().st_size > 0
    assert not [path for path in study.rglob("*") if path.suffix in (".part", ".tmp")]
    assert json.loads((study / "summary.json").read_text())["format"] == "wellfit-summary/1"


def test_predicting_new_rows_and_writing_them(finished, table_text, go, monkeypatch):
    place, _ = finished
    monkeypatch.chdir(place)
    (place / "new.csv").write_text(table_text(30, seed=1), encoding="utf-8")
    code, out, err = go("predict", study_of(finished), "new.csv", "--out", "predictions.csv")
    assert code == 0, err
    assert out.strip() == "Wrote 30 predictions to predictions.csv."
    written = pl.read_csv(place / "predictions.csv")
    assert written.columns == ["prediction", "probability_no", "probability_yes"]
    assert set(written["prediction"]) <= {"yes", "no"}
    total = written["probability_no"] + written["probability_yes"]
    assert total.to_list() == pytest.approx([1.0] * 30, abs=1e-5)


def test_predicting_without_a_file_prints_the_first_rows(finished, go, monkeypatch):
    place, _ = finished
    monkeypatch.chdir(place)
    code, out, err = go("predict", study_of(finished), "patients.csv")
    assert code == 0, err
    assert out.splitlines()[0].split() == ["row", "prediction", "probability_no", "probability_yes"]
    assert "… and 150 more rows; --out FILE writes all" in out
    assert "Made 160 predictions." in out


def test_predicting_rows_that_lack_a_column(finished, go, monkeypatch):
    place, _ = finished
    monkeypatch.chdir(place)
    (place / "short.csv").write_text("age,group\n30,a\n40,b\n")
    code, _, err = go("predict", study_of(finished), "short.csv", "--out", "short-predictions.csv")
    assert code == 2
    assert "dose" in err
    assert not (place / "short-predictions.csv").exists()


def test_predicting_to_a_format_that_does_not_exist(finished, go, monkeypatch):
    place, _ = finished
    monkeypatch.chdir(place)
    code, _, err = go("predict", study_of(finished), "patients.csv", "--out", "predictions.docx")
    assert code == 2
    assert ".docx" in err
    assert not (place / "predictions.docx").exists()


def test_the_report_is_drawn_again(finished, go, monkeypatch):
    place, _ = finished
    monkeypatch.chdir(place)
    code, out, err = go("report", study_of(finished), "--out", "again.html")
    assert code == 0, err
    assert out.strip() == "again.html"
    assert (place / "again.html").read_text(encoding="utf-8").startswith("<!")


def test_json_is_the_summary_and_nothing_else(table, tmp_path, go, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = go("run", table, *QUICK, "--only", "data,baseline", "--json", "--out", "study")
    assert (code, err) == (0, "")
    assert out == (tmp_path / "study" / "summary.json").read_text(encoding="utf-8").rstrip() + "\n"


def test_quiet_is_the_folder_and_nothing_else(table, tmp_path, go, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = go("run", table, *QUICK, "--only", "data,baseline", "--quiet", "--out", "study")
    assert (code, out, err) == (0, "study\n", "")


def test_a_study_is_never_written_over(table, tmp_path, go, monkeypatch):
    monkeypatch.chdir(tmp_path)
    only = [*QUICK, "--only", "data", "--out", "study"]
    assert go("run", table, *only)[0] == 0
    code, _, err = go("run", table, *only)
    assert code == 2
    assert "holds a study already" in err


def test_ctrl_c_leaves_a_study_that_can_be_read(table, tmp_path, go):
    command = [sys.executable, "-m", "wellfit", "run", str(table), "--target", "sick", "--out", "study"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as running:
        wait_for_line(running, "learning_rate: ")
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        rest, message = running.communicate(timeout=120)
    assert running.returncode == 130, message
    assert "press Ctrl-C again to leave at once" in rest
    assert message == "Stopped. What was finished until now is in study and can be read: wellfit report study\n"
    code, _, message = go("report", tmp_path / "study")
    assert code == 0, message
    assert (tmp_path / "study" / "report.html").exists()


def wait_for_line(running, beginning):
    for line in running.stdout:
        if line.startswith(beginning):
            return
    pytest.fail(f"no line begins with {beginning!r}; {running.stderr.read()}")


def test_rows_that_cannot_be_read_are_counted_and_left_empty(finished, go, monkeypatch):
    place, _ = finished
    monkeypatch.chdir(place)
    (place / "odd.csv").write_text("age,dose,group\n30,1.0,a\n40,much,b\n50,0.5,never seen\n")
    code, out, err = go("predict", study_of(finished), "odd.csv", "--out", "odd.json")
    assert code == 0, err
    assert out.splitlines() == [
        "Wrote 3 predictions to odd.json.",
        "1 row could not be read: the prediction is left empty there.",
    ]
    assert [row["prediction"] is None for row in json.loads((place / "odd.json").read_text())] == [False, True, False]


def test_several_sources_are_one_table_and_a_test_source_is_the_test_split(tmp_path, table_text, go, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, seed in (("a", 1), ("b", 2), ("held_out", 3)):
        (tmp_path / f"{name}.csv").write_text(table_text(60, seed=seed))
    options = [*QUICK, "--only", "data,baseline", "--ignore", "group", "--json"]
    code, out, err = go("run", "a.csv", "b.csv", "--test", "held_out.csv", *options)
    assert code == 0, err
    data = json.loads(out)["data"]
    assert data["rows"]["test"] == 60
    assert sum(data["rows"].values()) == 180
    assert {column["name"]: column["kind"] for column in data["columns"]} == {
        "age": "numeric", "dose": "numeric", "group": "ignored",
    }  # fmt: skip
