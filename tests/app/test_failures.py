import errno

import pytest
import typer

from wellfit.app.failures import fixable_errors
from wellfit.errors import DataError, WellfitError


@pytest.mark.parametrize("kind", [WellfitError, *WellfitError.__subclasses__()])
def test_what_the_user_can_fix_is_one_message_and_exit_code_2(kind, capsys):
    with pytest.raises(typer.Exit) as caught, fixable_errors():
        raise kind("The file a.csv is empty. Expected a table. Name another file.")
    assert caught.value.exit_code == 2
    printed = capsys.readouterr()
    assert printed.err == "Error: The file a.csv is empty. Expected a table. Name another file.\n"
    assert printed.out == ""


def test_a_name_from_the_data_cannot_steer_the_terminal(capsys):
    with pytest.raises(typer.Exit), fixable_errors():
        raise DataError("column '\x1b[2J'")
    assert capsys.readouterr().err == "Error: column '\\x1b[2J'\n"


@pytest.mark.parametrize("code", [errno.EACCES, errno.ENOSPC, errno.EROFS])
def test_a_refusal_by_the_machine_is_told_as_such(code, capsys):
    with pytest.raises(typer.Exit) as caught, fixable_errors():
        raise OSError(code, "No space left on device", "studies/a/study.sqlite")
    assert caught.value.exit_code == 2
    message = capsys.readouterr().err
    assert "The operating system refused a file: No space left on device: studies/a/study.sqlite" in message
    assert "--out" in message


def test_no_memory_is_told_as_such(capsys):
    with pytest.raises(typer.Exit) as caught, fixable_errors():
        raise MemoryError
    assert caught.value.exit_code == 2
    assert "not enough memory" in capsys.readouterr().err


@pytest.mark.parametrize("error", [ValueError("ours"), OSError(errno.EBADF, "ours"), KeyboardInterrupt()])
def test_everything_else_passes(error):
    with pytest.raises(type(error)), fixable_errors():
        raise error
