"""JSON lines."""

from pathlib import Path

import polars as pl
import pytest

from wellfit.data.sources.jsonl import read_jsonl
from wellfit.errors import SourceError


def frame_of(folder: Path, text: str) -> pl.DataFrame:
    path = folder / "rows.jsonl"
    path.write_text(text)
    return read_jsonl(path).frame


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('{"a": 1, "b": "x"}\n\n{"b": "y"}\r\n', {"a": [1, None], "b": ["x", "y"]}),
        ('{"a": 1}\n' * 150 + '{"a": 0.5, "b": 2}\n', {"a": [1.0] * 150 + [0.5], "b": [None] * 150 + [2]}),
        ('{"a": {"b": 1}}\n{"a": null}\n', {"a": [{"b": 1}, None]}),
        ("[1, 2]\n[3, 4]\n", {"column_0": [1, 3], "column_1": [2, 4]}),
        ('[{"a": 1}, {"a": 2}]\n', {"a": [1, 2]}),
    ],
)
def test_lines(tmp_path: Path, text: str, columns: dict[str, list[object]]) -> None:
    assert frame_of(tmp_path, text).to_dict(as_series=False) == columns


def test_nan_as_python_writes_it(tmp_path: Path) -> None:
    assert frame_of(tmp_path, '{"a": NaN}\n{"a": 2}\n')["a"].is_nan().to_list() == [True, False]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1}\nbroken\n', "broken in line 2: it is not valid JSON.*Mend or remove that line"),
        ('{"a": 1}\n{"a": ', "broken in line 2"),
        ("1\n2\n", "holds no table"),
        ('{"a": 1}\n{"a": {"b": 2}}\n', 'Column "a" of .* mixes values of the types "dict" and "int"'),
    ],
)
def test_bad_input(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        frame_of(tmp_path, text)
