"""What the documents say is so: options exist, files are there, examples run."""

import dataclasses
import re
from pathlib import Path
from typing import get_args

import pytest
import typer

from wellfit.app.program import program
from wellfit.diagnosis.ruling import VerdictKind
from wellfit.recipes import remedies

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(program).commands
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


OPTIONS = {
    command: {name for parameter in known.params for name in parameter.opts if name.startswith("--")}
    for command, known in COMMANDS.items()
}


def test_the_readme_names_every_option_of_run_and_no_other():
    table = README[README.index("| option of `wellfit run`") : README.index("Exit code 0")]
    named = set(re.findall(r"`(--[a-z-]+)", table))
    assert named == OPTIONS["run"] - {"--debug"}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_uses_only_commands_and_options_that_exist(page):
    text = page.read_text(encoding="utf-8")
    lines = re.findall(r"(?:^|`)(wellfit \w+[^`\n]*)", text, re.MULTILINE)
    for line in lines:
        command = line.split()[1]
        assert set(re.findall(r"--[a-z][a-z-]+", line)) <= OPTIONS[command], line
    assert lines or page.parent.name != "tutorials"


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


REMEDIES = [getattr(remedies, name) for name in remedies.__all__ if name != "Remedy"]
# The least that each must be given.
GIVEN = {"alpha": 1, "decay": 1, "deviation": 1, "epochs": 1, "l1": 1, "l2": 1, "limit": 1, "momentum": 0.5, "norm": 1}
GIVEN |= {"patience": 1, "rate": 0.5, "share": 0.5, "strength": 1}


@pytest.mark.parametrize("kind", REMEDIES, ids=lambda kind: kind.__name__)
def test_each_remedy_has_its_line_with_a_formula_and_a_source(kind):
    page = (ROOT / "docs" / "remedies.md").read_text(encoding="utf-8")
    lines = [re.split(r"(?<!\\) \| ", line.strip("| ")) for line in page.splitlines() if line.startswith("| ")]
    wanted = {field.name: GIVEN[field.name] for field in dataclasses.fields(kind) if field.name in GIVEN}
    found = [line for line in lines if kind(**wanted).name in re.split(", ?", re.sub(r" ?\$[^$]*\$", "", line[0]))]
    assert [len(line) for line in found] == [3]
    assert found[0][1].count("$") >= 2 or found[0][0] in ("l1+l2", "l2+dropout"), "no formula"
    assert re.search(r"\d{4}|Keras|TensorFlow", found[0][2]), "no source"


def test_examples_stand_in_the_readme_as_they_are():
    """Tests run them: they are the scripts of tutorials."""
    shown = re.findall(r"<!-- (docs_src/[\w/]+\.py) -->\n```python\n(.*?)```", README, re.DOTALL)
    assert len(shown) >= 2
    for path, code in shown:
        assert code == (ROOT / path).read_text(encoding="utf-8").split('"""\n\n', 1)[1], path
