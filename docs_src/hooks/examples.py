"""Shows the examples at the end of docstrings as Python sessions; the tests run them as they stand."""

import re
from typing import Any

import griffe

# A line with >>> and all up to the next empty line.
EXAMPLE = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)


class Examples(griffe.Extension):
    """Puts a fence around what begins with >>>, which Markdown would take for a quotation of quotations."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Called by Griffe for each object that it has read."""
        if obj.docstring is not None:
            obj.docstring.value = EXAMPLE.sub(lambda found: f"```pycon\n{found[0]}\n```", obj.docstring.value)
