"""The documentation site: it is built without a warning, needs no network, and leaves nothing public out."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import wellfit
import wellfit.testing
from wellfit.app.program import program

ROOT = Path(__file__).parent.parent
COMMANDS = typer.main.get_command(program).commands


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the built site."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=120, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def pages(site):
    found = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html") if path.name != "404.html"}
    assert len(found) >= 12
    return found


def test_no_page_fetches_anything_from_elsewhere(site):
    fetching = (
        r'<(?:script|img|iframe)[^>]* src="(?:https?:)?//|<link[^>]*rel="(?:stylesheet|preconnect)"[^>]*href="http'
    )
    assert [path.name for path, text in pages(site).items() if re.search(fetching, text)] == []


def test_every_formula_became_mathml(site):
    formulas = [formula for text in pages(site).values() for formula in re.findall(r"<math.*?</math>", text, re.DOTALL)]
    assert len(formulas) > 30
    assert [formula for formula in formulas if "\\" in formula] == []
    assert [path.name for path, text in pages(site).items() if "arithmatex" in text] == []


def test_figures_stand_in_the_pages_and_say_what_they_show(site):
    for path, text in pages(site).items():
        assert "pictures/" not in text, path.name
        assert text.count('class="marks"') == len(re.findall(r'<svg role="img" aria-label="[^"]{20,}"', text))


@pytest.mark.parametrize("module", [wellfit, wellfit.testing], ids=lambda module: module.__name__)
def test_the_reference_has_each_public_name(site, module):
    page = (site / "reference" / "python.html").read_text(encoding="utf-8")
    names = [name for name in module.__all__ if name != "__version__"]
    assert [name for name in names if f'id="{module.__name__}.{name}"' not in page] == []


def test_examples_of_docstrings_are_shown_as_python(site):
    page = (site / "reference" / "python.html").read_text(encoding="utf-8")
    assert '<span class="gp">&gt;&gt;&gt; </span>' in page
    assert "<blockquote>" not in page


@pytest.mark.parametrize("name", COMMANDS)
def test_the_reference_has_each_command_and_option(site, name):
    page = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    section = page[page.index(f"<code>wellfit {name}</code>") :].split("<h2", 1)[0]
    options = [option for parameter in COMMANDS[name].params for option in parameter.opts if option[:2] == "--"]
    assert [option for option in options if f"<code>{option}" not in section] == []


def messages():
    """What the page on messages quotes: the first cell of each row of its tables."""
    page = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)


def test_the_messages_that_are_explained_are_those_that_are_given():
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "wellfit").rglob("*.py"))
    joined = re.sub(r'"\s*\n\s*f?"', "", source)  # strings over several lines
    assert len(messages()) > 15
    assert [message for message in messages() if message not in joined] == []


def test_scripts_and_outputs_stand_in_the_pages_of_tutorials(site):
    scripts = sorted((ROOT / "docs_src" / "tutorials").glob("*.py"))
    text = "".join(page for path, page in pages(site).items() if path.parent.name == "tutorials")
    assert "8&lt;" not in text
    assert len(scripts) >= 7
    for script in scripts:
        assert script.read_text(encoding="utf-8").split('"""')[1] in html.unescape(text), script.name
