"""json files with a history: the dict of one run, a list of such dicts, or a list of epochs."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from wellfit.data.sources.content import read_text
from wellfit.errors import SourceError
from wellfit.histories.columns import history_of
from wellfit.histories.history import History

EXPECTED = (
    'Expected what fit returns, {"loss": [0.7, …], "val_loss": [0.7, …]}, as json.dump(history.history, file) writes '
    "it, or a list of such runs"
)


def read_json(path: Path) -> list[History]:
    """The runs in a json file, one a seed.

    Raises SourceError where it is not json or no history, DataError where its curves cannot be judged.
    """
    try:
        content = json.loads(read_text(path).decode("utf-8"))
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{path} is not valid JSON: {error.msg} in line {error.lineno:,}, column {error.colno:,}. {EXPECTED}. "
            "Write the file again."
        ) from error
    except RecursionError as error:
        raise SourceError(f"{path} holds JSON nested too deeply to be a history. {EXPECTED}.") from error
    return histories_in(content, str(path))


def histories_in(content: Any, name: str) -> list[History]:
    """The runs in parsed json or in what a caller passes: dicts, lists of dicts, lists of epochs."""
    if isinstance(content, list | tuple) and content and all(isinstance(one, dict) for one in content):
        if all(not any(_is_column(value) for value in one.values()) for one in content):
            return [history_of(_turned(list(content)), name)]
        return [history_of(_columns(one, name), f"{name}, run {place}") for place, one in enumerate(content, start=1)]
    if isinstance(content, dict) and content:
        return [history_of(_columns(content, name), name)]
    what = f"{len(content)} values" if isinstance(content, list) else f"{str(content)[:40]!r}"
    raise SourceError(f"{name} holds no history: it is {what if content else 'empty'}. {EXPECTED}.")


def _columns(content: dict[str, Any], name: str) -> dict[str, Any]:
    """Columns as lists; those of a `History` object saved whole, and those that pandas numbers, among them."""
    if isinstance(content.get("history"), dict):
        content = content["history"]
    turned = {key: list(value.values()) if isinstance(value, dict) else value for key, value in content.items()}
    columns = {key: value for key, value in turned.items() if _is_column(value)}
    if not columns:
        raise SourceError(f"{name} holds no history: none of its values is a list of numbers. {EXPECTED}.")
    return columns


def _turned(epochs: list[dict[str, Any]]) -> dict[str, list[Any]]:
    names = list(dict.fromkeys(key for epoch in epochs for key in epoch))
    return {name: [epoch.get(name) for epoch in epochs] for name in names}


def _is_column(value: Any) -> bool:
    return isinstance(value, list | tuple | dict | np.ndarray)
