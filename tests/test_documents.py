"""What the documents say is so: options exist, files are there, examples run."""

import re
from pathlib import Path
from typing import get_args

import pytest
import typer

from wellfit.app.program import program
from wellfit.diagnosis.ruling import VerdictKind

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


def test_examples_stand_in_the_readme_as_they_are():
    """Tests run them: they are the scripts of tutorials."""
    shown = re.findall(r"<!-- (docs_src/[\w/]+\.py) -->\n```python\n(.*?)```", README, re.DOTALL)
    assert len(shown) >= 2
    for path, code in shown:
        assert code == (ROOT / path).read_text(encoding="utf-8").split('"""\n\n', 1)[1], path
