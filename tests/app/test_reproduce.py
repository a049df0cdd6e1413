"""`wellfit reproduce` as a user starts it."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from wellfit.app.program import program
from wellfit.app.reproduce import print_reproduction
from wellfit.reproduce import EXPERIMENTS, Reproduction


@pytest.fixture
def start(tmp_path, monkeypatch):
    """A function that runs the command here, in an empty folder, and returns how it ended."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(program, ["reproduce", *arguments])


def test_list_names_them_all(start):
    done = start("list")
    assert (done.exit_code, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == list(EXPERIMENTS)


def test_json_is_the_summary_and_nothing_else(tmp_path):
    """In a process of its own, as a user starts it."""
    command = [sys.executable, "-m", "wellfit", "reproduce", "dropout-shown", "--json", "--seeds", "2"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)
    folder = tmp_path / "reproductions" / "dropout-shown"
    assert json.loads(done.stdout) == json.loads((folder / "summary.json").read_text())
    assert (folder / "page.html").exists()


def test_the_list_as_json(start):
    assert [one["name"] for one in json.loads(start("list", "--json").stdout)] == list(EXPERIMENTS)


def test_what_is_printed_at_the_end():
    claim = {
        "what": "loss [b]",
        "reported": "0.27",
        "found": {"value": 0.28, "low": 0.27, "high": 0.29},
        "agrees": "yes",
    }
    summary = {"deviations": ["2 seeds."], "claims": [claim], "ranking": "First is l2.", "teaches": "Compare."}
    out = StringIO()
    print_reproduction(Console(file=out, width=120, markup=False), Reproduction(folder=Path("here"), summary=summary))
    lines = [line.rstrip() for line in out.getvalue().splitlines() if line.strip()]
    assert lines[0] == "Not as in the text: 2 seeds."
    assert lines[2].split("  ")[0] == "loss [b]"
    assert lines[2].endswith("0.280 (0.270 to 0.290)  yes")
    assert lines[3:] == ["First is l2.", "Compare.", f"Page: {Path('here') / 'page.html'}"]


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["imdb"], "Error: There is no experiment 'imdb'."),
        (["auto-mpg", "--data", "."], "Error: . does not hold the Auto MPG table. Looked for auto-mpg.data, "),
        (["auto-mpg", "--data", "nowhere"], "Error: There is no folder nowhere."),
        (["auto-mpg", "--seeds", "0"], "Error: An experiment needs at least 1 seed"),
        (["dropout-shown", "--epochs", "3"], "so that --epochs 3 has no meaning for it. Leave it out."),
        (["auto-mpg", "--backbone", "VGG16"], "so that --backbone VGG16 has no meaning for it. Leave it out."),
        (
            ["dogs-vs-cats", "--data", "."],
            "Error: . does not hold the photographs of dogs and cats. Looked for train, ",
        ),
        (["auto-mpg", "--out", "/proc/nowhere"], "Error: "),
    ],
)
def test_what_the_user_can_mend_is_one_message(start, tmp_path, arguments, message):
    done = start(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_network_it_says_where_to_get_the_file_and_where_to_put_it(start, tmp_path, monkeypatch):
    home = tmp_path / "keras"
    for name, value in (("KERAS_HOME", str(home)), ("https_proxy", "http://127.0.0.1:9"), ("no_proxy", "")):
        monkeypatch.setenv(name, value)
    done = start("auto-mpg")
    assert done.exit_code == 2
    assert "Download https://archive.ics.uci.edu/ml/machine-learning-databases/auto-mpg/auto-mpg.data" in done.stderr
    assert f"put it at {home}/datasets/auto-mpg.data, or into a folder that you name with --data." in done.stderr
