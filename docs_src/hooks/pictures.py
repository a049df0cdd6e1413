"""Puts the figures of a page into it as they are, so that their colours follow it from light to dark."""

import html
import re
from pathlib import Path
from typing import Any

IMAGE = re.compile(r'<img alt="([^"]*)" src="(?:\.\./)*pictures/([\w-]+\.svg)"[^>]*/?>')
KEY = re.compile(r":key-(\w+): ([^:<]+)")  # a sample of a line, and the words that it stands before


def on_page_content(text: str, *, config: Any, **_: Any) -> str:
    """Called by MkDocs for each page, after Markdown and before the theme."""
    folder = Path(config.docs_dir) / "pictures"
    text = KEY.sub(r'<span class="keyed"><span class="key \1"></span>\2</span>', text)
    return IMAGE.sub(lambda found: _inline(folder / found[2], html.unescape(found[1])), text)


def _inline(path: Path, description: str) -> str:
    drawn = path.read_text(encoding="utf-8")
    # A reader hears the description alone, not each of the figure's marks.
    label = html.escape(description, quote=True)
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
