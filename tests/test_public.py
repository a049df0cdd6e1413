"""The public names are a promise: one that is added or taken away is changed here too, on purpose."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import wellfit

NAMES = [
    "Best",
    "DataError",
    "Dataset",
    "Effect",
    "Finding",
    "Interval",
    "ModelError",
    "OptionError",
    "Pipeline",
    "Recipe",
    "Runs",
    "Schema",
    "SourceError",
    "Splits",
    "Study",
    "StudyError",
    "Task",
    "Verdict",
    "Watch",
    "WellfitError",
    "__version__",
    "diagnose",
    "fit_many",
    "open_study",
    "read",
    "study",
]
HEAVY = ["keras", "jax", "numpy", "polars", "scipy", "sklearn", "altair", "typer", "rich", "PIL", "joblib"]


def python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_public_names():
    assert sorted(wellfit.__all__) == NAMES
    assert dir(wellfit) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_there_and_says_what_it_is(name):
    value = getattr(wellfit, name)
    assert name == "__version__" or value.__name__ == name
    assert value.__doc__


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_itself_and_not_a_module_of_that_name(name):
    """A module `wellfit/study.py` would hide the function `wellfit.study` as soon as it is imported."""
    assert not (Path(wellfit.__file__).parent / f"{name}.py").exists()
    assert not (Path(wellfit.__file__).parent / name).exists()


def test_type_checkers_see_the_same_names():
    tree = ast.parse(Path(wellfit.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {alias.asname: statement.module for statement in block.body for alias in statement.names}
    assert seen == wellfit._HOMES


def test_another_name_is_refused_with_the_list():
    with pytest.raises(AttributeError, match=r"module 'wellfit' has no attribute 'fit'; its public names are .*read"):
        _ = wellfit.fit


def test_importing_does_no_work():
    found = python(f"import sys, wellfit; print([name for name in {HEAVY} if name in sys.modules])")
    assert found.strip() == "[]"


def test_the_public_names_of_testing_come_without_keras():
    code = "import sys, wellfit.testing; print(wellfit.testing.__all__, 'keras' in sys.modules, 'jax' in sys.modules)"
    assert python(code).strip() == "['Certificate', 'Comparison', 'assert_equivalent'] False False"


def test_the_command_line_starts_without_the_heavy_libraries():
    heavy = [name for name in HEAVY if name not in ("typer", "rich")]
    found = python(f"import sys, wellfit.app; print([name for name in {heavy} if name in sys.modules])")
    assert found.strip() == "[]"


def test_installing_pulls_in_neither_pytorch_nor_tensorflow():
    pyproject = (Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8").lower()
    assert "torch" not in pyproject
    assert "tensorflow" not in pyproject
