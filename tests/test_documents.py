"""What the documents say is so: options exist, files are there, examples run."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
import typer

from wellfit.app.program import program
from wellfit.diagnosis.ruling import VerdictKind

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(program).commands
EXAMPLES = sorted((ROOT / "docs_src").glob("*.py"))


def options(command):
    return {name for parameter in COMMANDS[command].params for name in parameter.opts if name.startswith("--")}


def test_the_readme_names_every_option_of_run_and_no_other():
    table = README[README.index("| option of `wellfit run`") : README.index("Exit code 0")]
    named = set(re.findall(r"`(--[a-z]+)", table))
    assert named == options("run") - {"--debug"}


def test_the_readme_uses_only_commands_and_options_that_exist():
    lines = [line for line in README.splitlines() if re.match(r"wellfit \w+", line)]
    assert len(lines) >= 3
    for line in lines:
        command = line.split()[1]
        assert set(re.findall(r"--[a-z]+", line)) <= options(command), line


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_files_that_are_named_are_there(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^):#]+)\)", text)
    named = re.findall(r"`((?:wellfit|tests|scripts|docs_src|benchmarks)/[\w./]*)`", text)
    assert [name for name in linked + named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("kind", get_args(VerdictKind))
def test_each_verdict_has_its_section(kind):
    page = (ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    assert f"\n## {kind}\n" in page


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_stands_in_the_readme_as_it_is(path):
    code = path.read_text(encoding="utf-8").split('"""\n\n', 1)[1]
    assert f"<!-- docs_src/{path.name} -->\n```python\n{code}```" in README


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs(path, tmp_path):
    command = [sys.executable, str(path)]
    environment = {**os.environ, "KERAS_BACKEND": "jax"}  # where a plain script would want TensorFlow
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=300, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
