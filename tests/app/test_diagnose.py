"""`wellfit diagnose` as a user calls it."""

import json

import pytest
import typer

import wellfit
from wellfit.app.program import program


@pytest.fixture
def call(capsys):
    """Run the command; gives the exit code and what was printed on stdout and stderr."""

    def go(*arguments):
        code = 0
        try:
            typer.main.get_command(program)(["diagnose", *map(str, arguments)], standalone_mode=True)
        except SystemExit as left:
            code = left.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return go


@pytest.fixture
def run(tmp_path):
    """A function that writes the history of an overfitting run as json."""

    def write(name="run.json", lift=0.0, **changed):
        at = range(20)
        history = {
            "loss": [0.7 * 0.85**epoch + lift * 0.01 for epoch in at],
            "val_loss": [0.3 + 0.4 * 0.6**epoch + 0.01 * epoch + lift * 0.001 * (epoch % 3) for epoch in at],
        }
        (tmp_path / name).write_text(json.dumps(history | changed))
        return tmp_path / name

    return write


def test_it_prints_the_verdict_and_what_to_do_next(call, run):
    code, out, err = call(run())
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "Verdict: overfit"
    assert lines[1].startswith("'run' overfits after epoch ")
    assert lines[3].startswith("Next:    Stop at epoch ")
    assert "Train it with at least 3 seeds" in lines[3]


def test_json_is_the_verdict_and_nothing_else(call, run):
    code, out, err = call(run(), "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == wellfit.diagnose(run()).as_dict()


def test_several_files_are_seeds(call, run):
    _, out, _ = call(*(run(f"{seed}.json", lift=seed) for seed in range(3)), "--name", "mine", "--json")
    assert json.loads(out)["evidence"]["seeds"] == 3
    assert json.loads(out)["recipe"] == "mine"


def test_the_picture(call, run, tmp_path):
    code, out, _ = call(run(), "--out", tmp_path / "curves.html", "--constant", "0.69")
    assert code == 0
    assert out.splitlines()[-1] == f"Picture: {tmp_path / 'curves.html'}"
    assert "Overfits from epoch" in (tmp_path / "curves.html").read_text(encoding="utf-8")
    assert "not in the curves" not in out


BAD = {
    "no validation": ({"val_loss": None}, "has no validation loss"),
    "length 1": ({"loss": [1.0], "val_loss": [1.0]}, "has a single epoch"),
    "NaN": ({"val_loss": [0.5, float("nan")] + [0.5] * 18}, "nan in 'val_loss' at epoch 2"),
    "unequal lengths": ({"val_loss": [0.5] * 19}, "columns of unequal length"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_history_that_cannot_be_judged(case, call, run):
    changed, said = BAD[case]
    code, out, err = call(run(**changed))
    assert (code, out) == (2, "")
    assert err.startswith("Error: ")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("name, content, said", [
    ("a.json", b"", "is empty"),
    ("a.json", b'{"loss": [', "is not valid JSON"),
    ("a.csv", b"", "is empty"),
    ("a.csv", b"epoch,loss,val_loss\n0,1,1\n1,0.5\n", "is cut off or damaged"),
    ("events.out.tfevents.1", b"", "is empty"),
    ("events.out.tfevents.1", b"no events" * 9, "is damaged or no event file"),
    ("a.pkl", b"\x80\x04", "is of no kind that holds a history"),
])  # fmt: skip
def test_a_file_that_cannot_be_read(name, content, said, call, tmp_path):
    (tmp_path / name).write_bytes(content)
    code, out, err = call(tmp_path / name)
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("Error: ")


def test_a_folder_without_any(call, tmp_path):
    code, _, err = call(tmp_path)
    assert code == 2
    assert "is a folder without a history" in err


def test_control_characters_of_a_name_do_not_reach_the_terminal(call, run):
    _, out, _ = call(run(), "--name", "a\x1b[31mb")
    assert "\x1b[31m" not in out
