"""Turns the formulas of a page into MathML while the site is built: browsers draw it, without a script or a network."""

import html
import re
from typing import Any

from latex2mathml.converter import convert

# What pymdownx.arithmatex makes of $…$ and of $$…$$.
INLINE = re.compile(r'<span class="arithmatex">\\\((.*?)\\\)</span>', re.DOTALL)
BLOCK = re.compile(r'<div class="arithmatex">\\\[(.*?)\\\]</div>', re.DOTALL)


def on_page_content(text: str, **_: Any) -> str:
    """Called by MkDocs for each page, after Markdown and before the theme."""
    text = BLOCK.sub(lambda found: f'<div class="formula">{_mathml(found[1], "block")}</div>', text)
    return INLINE.sub(lambda found: _mathml(found[1], "inline"), text)


def _mathml(formula: str, display: str) -> str:
    return str(convert(html.unescape(formula).strip(), display=display))
