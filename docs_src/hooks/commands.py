"""Writes the page of the command line from the program itself: its commands, arguments, options and their help."""

import re
from typing import Any

import typer
from mkdocs.structure.files import File, Files
from typer.cli import get_docs_for_click

from wellfit.app.program import program

INTRODUCTION = """# The command line

What `wellfit --help` and `wellfit COMMAND --help` say. Exit code 0: done, also when the verdict is bad news. 2:
something you can mend, with one message that says what and how. 1: a defect of wellfit; the message says where the
traceback was saved. Ctrl-C leaves a study that can be read (130).

"""


def on_files(files: Files, *, config: Any) -> Files:
    """Called by MkDocs with all files of the site: adds one."""
    files.append(File.generated(config, "reference/commands.md", content=INTRODUCTION + commands()))
    return files


def commands() -> str:
    """The reference in Markdown, one section a command."""
    command = typer.main.get_command(program)
    text = get_docs_for_click(obj=command, ctx=typer.Context(command), name="wellfit")
    first = text.index("## `wellfit run`")
    without_types = re.sub(r" <(?:list\[)?str\]?>`:", "`:", text[first:])
    return re.sub(r"\[default: \((.*?)\)\]", r"[default: \1]", without_types).strip() + "\n"
