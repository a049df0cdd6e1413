"""The program as a user starts it: another process, looked at from outside."""

import resource
import subprocess
import sys

import pytest

import wellfit

COMMANDS = ["run", "predict", "report", "plan", "diagnose"]


def start(*arguments, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "wellfit", *arguments], capture_output=True, text=True, timeout=60, check=False, cwd=cwd
    )


def test_help_names_every_command():
    done = start("--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in COMMANDS)
    assert done.stderr == ""


def test_help_is_quick():
    """Half a second is promised; counted in processor time, because the machine may be busy with other things."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start("--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_its_help(command):
    done = start(command, "--help")
    assert done.returncode == 0
    assert any(what in done.stdout for what in ("SOURCE", "STUDY", "PATH"))


def test_run_has_the_options_of_the_contract():
    text = start("run", "--help").stdout
    names = "target out task test seeds seed budget only ignore keep quiet json debug"
    assert [name for name in names.split() if f"--{name} " not in text] == []


def test_version():
    done = start("--version")
    assert (done.returncode, done.stdout) == (0, f"wellfit {wellfit.__version__}\n")


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["train"], "No such command"),
        (["run"], "Missing argument"),
        (["run", "a.csv", "--speed", "3"], "No such option"),
        (["run", "a.csv", "--seeds", "many"], "--seeds"),
        (["run", "a.csv", "--budget", "soon"], "Error: The budget 'soon' is not a length of time."),
        (["run", "a.csv", "--budget", "0"], "Error: The budget '0' leaves no time to train."),
    ],
)
def test_a_wrong_command_line_is_exit_code_2_without_a_traceback(arguments, message, tmp_path):
    done = start(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
