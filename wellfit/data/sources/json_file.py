"""JSON files: a list of records, a list of rows, or an object of columns."""

import json
from pathlib import Path

from wellfit.data.sources.content import read_text
from wellfit.data.sources.json_table import EXPECTED, frame_of_json
from wellfit.data.sources.jsonl import read_jsonl
from wellfit.data.sources.names import study_name
from wellfit.data.sources.part import Part
from wellfit.errors import SourceError


def read_json(path: Path) -> Part:
    """Rows of a JSON file: records, rows without names, columns as lists, or columns as pandas writes them.

    A file of one record a line, which many programs also call .json, is read as JSON lines. Raises
    SourceError when it is not JSON (naming line and column) or holds anything but a table.
    """
    text = read_text(path).decode("utf-8")
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and error.lineno > 1:
            return read_jsonl(path)
        raise SourceError(
            f"{path} is not valid JSON: {error.msg} in line {error.lineno:,}, column {error.colno:,}. "
            f"{EXPECTED}. Mend that place, or write the file again."
        ) from error
    except RecursionError as error:
        raise SourceError(f"{path} holds JSON nested too deeply to be a table. {EXPECTED}.") from error
    return Part(label=str(path), name=study_name(path), frame=frame_of_json(content, str(path)))
