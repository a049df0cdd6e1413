"""Data in memory."""

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from wellfit.data.sources.memory import read_memory
from wellfit.errors import SourceError

MATRIX = np.array([[1, 2], [3, 4]])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (pl.DataFrame({"a": [1, 2]}), [{"a": 1}, {"a": 2}]),
        (pl.LazyFrame({"a": [1, 2]}), [{"a": 1}, {"a": 2}]),
        ({"a": [1, 2], "b": np.array([0.5, 1.5]), "c": pl.Series(["x", None])}, [(1, 0.5, "x"), (2, 1.5, None)]),
        ({"a": range(2), 3: ("x", "y")}, [{"a": 0, "3": "x"}, {"a": 1, "3": "y"}]),
        ({"a": 1, "b": "x"}, [(1, "x")]),
        ([{"a": 1}, {"a": 2}], [(1,), (2,)]),
        (MATRIX, [(1, 2), (3, 4)]),
        (MATRIX.tolist(), [(1, 2), (3, 4)]),
        ((MATRIX, np.array([0, 1])), [(1, 2, 0), (3, 4, 1)]),
        ((MATRIX.tolist(), ["no", None]), [(1, 2, "no"), (3, 4, None)]),
        ((pl.DataFrame({"a": [1]}), pl.Series("price", [2.5])), [{"a": 1, "price": 2.5}]),
        ((pd.DataFrame({"a": [1]}), pd.Series([2.5])), [{"a": 1, "y": 2.5}]),
    ],
)
def test_forms(source: Any, expected: list[Any]) -> None:
    frame = read_memory(source).frame
    assert (frame.to_dicts() if isinstance(expected[0], dict) else frame.rows()) == expected


def test_a_pair_names_its_target() -> None:
    assert read_memory((MATRIX, [0, 1])).target == "y"
    assert read_memory(MATRIX).target is None


def test_pandas_columns_of_every_kind() -> None:
    frame = pd.DataFrame(
        {
            "number": [1.5, np.nan],
            "whole": pd.array([1, None], dtype="Int64"),
            "text": ["x", None],
            "category": pd.Categorical(["a", None]),
            "flag": pd.array([True, None], dtype="boolean"),
            "mixed": pd.Series([1, "?"], dtype=object),
            "when": pd.to_datetime(["2020-01-01", None]),
            7: [1, 2],
        }
    )
    columns = read_memory(frame).frame.with_columns(pl.col("number").fill_nan(None))
    first, second = columns.rows()
    assert columns.columns == ["number", "whole", "text", "category", "flag", "mixed", "when", "7"]
    assert (*first[:6], first[7]) == (1.5, 1, "x", "a", True, "1", 1)
    assert first[6].isoformat() == "2020-01-01T00:00:00"
    assert second == (None, None, None, None, None, "?", None, 2)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (3, "Data of type int cannot be read. Expected a path"),
        ({}, "Data of type dict cannot be read"),
        ({"a": [1], "b": [1, 2]}, 'columns of unequal length: "a" has 1 value, "b" has 2'),
        ((MATRIX, [1, 2, 3]), "x has 2 rows, y has 3"),
        ([[1, 2], [3]], "The rows given make no array.*Expected rows of equal length"),
        (({"y": [1, 2]}, [0, 1]), 'x already has a column "y"'),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), 'several columns of one name: "a"'),
    ],
)
def test_bad_input(source: Any, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_memory(source)
