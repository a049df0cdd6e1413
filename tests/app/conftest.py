"""Small sources to run the program on."""

import random

import pytest
import typer

from wellfit.app.program import program


def _table_text(rows, *, seed=0):
    """A table whose target `sick` follows from `age` and `dose`, with some noise, and a column of groups."""
    draw = random.Random(seed)
    lines = ["age,dose,group,sick"]
    for _ in range(rows):
        age, dose = draw.uniform(20, 80), draw.gauss(0, 1)
        sick = draw.random() < 1 / (1 + 2.718281828 ** -(0.1 * (age - 50) + dose))
        lines.append(f"{age:.1f},{dose:.3f},{draw.choice('abc')},{'yes' if sick else 'no'}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def table_text():
    """A function from a number of rows (and a seed) to the text of a csv file."""
    return _table_text


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "patients.csv"
    path.write_text(_table_text(120), encoding="utf-8")
    return path


@pytest.fixture
def go(capfdbinary):
    """Run the program in this process: exit code, stdout, stderr."""

    def of(*arguments):
        with pytest.raises(SystemExit) as left:
            typer.main.get_command(program)([str(argument) for argument in arguments])
        printed = capfdbinary.readouterr()
        return left.value.code, printed.out.decode(), printed.err.decode()

    return of
