"""JSON files and the tables in them."""

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.data.sources.json_file import read_json
from wellfit.data.sources.json_table import frame_of_json
from wellfit.errors import SourceError


def frame_of(folder: Path, text: str) -> pl.DataFrame:
    path = folder / "rows.json"
    path.write_text(text)
    return read_json(path).frame


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('[{"a": 1, "b": "x"}, {"b": "y", "a": 2.5}]', {"a": [1.0, 2.5], "b": ["x", "y"]}),
        ('[{"a": 1}, {"b": null}, {"b": true}]', {"a": [1, None, None], "b": [None, None, True]}),
        ('{"a": [1, 2], "b": ["x", null]}', {"a": [1, 2], "b": ["x", None]}),
        ('{"a": {"0": 1, "1": 2}, "b": {"1": "y"}}', {"a": [1, 2], "b": [None, "y"]}),
        ('[[1, "x"], [2, "y"]]', {"column_0": [1, 2], "column_1": ["x", "y"]}),
        ('{"a": 1, "b": "x"}', {"a": [1], "b": ["x"]}),
        ('{"a": 1}\n{"a": 2}\n', {"a": [1, 2]}),
        ('[{"a": 1}, {"a": "?"}, {"a": true}]', {"a": ["1", "?", "true"]}),
    ],
)
def test_forms(tmp_path: Path, text: str, columns: dict[str, list[object]]) -> None:
    assert frame_of(tmp_path, text).to_dict(as_series=False) == columns


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"a": 1},', "not valid JSON: .* in line 1, column 11. Expected a list of records"),
        ("[]", "holds no table.*received nothing in it"),
        ("3", "received the single value 3"),
        ("[1, 2]", "received a list of mixed or single values"),
        ("[{}, {}]", "records without any field"),
        ('{"a": [1, 2], "b": [1]}', 'columns of unequal length: "b" has 1 value, "a" has 2'),
        ("[[1, 2], [3]]", r"row 1 \(from 0\) has 1 value, row 0 has 2"),
        ('{"a": [1], "b": 2}', "mixes lists and single values"),
        ('[{"a": 1}, {"a": [2]}]', 'Column "a" of .*rows.json mixes values of the types "int" and "list"'),
        ("[" * 200_000, "nested too deeply"),
    ],
)
def test_bad_input(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        frame_of(tmp_path, text)


values = st.none() | st.integers(-(2**40), 2**40)


@given(st.lists(st.fixed_dictionaries({"a": values, "b": st.none() | st.text()}), min_size=1))
def test_records_survive(records: list[dict[str, object]]) -> None:
    assert frame_of_json(json.loads(json.dumps(records)), "rows").to_dicts() == records
