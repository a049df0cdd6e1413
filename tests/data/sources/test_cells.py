"""What text in a cell means."""

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.data.sources.cells import MISSING, tidy_cells


def tidied(values: Sequence[str | None]) -> pl.Series:
    return tidy_cells(pl.DataFrame({"a": values}, schema={"a": pl.String}))[0]["a"]


@pytest.mark.parametrize(
    ("cells", "expected", "dtype"),
    [
        (["1", " 2", "?"], [1, 2, None], pl.Int64),
        (["1", "2.5", "NA"], [1.0, 2.5, None], pl.Float64),
        ([".5", "3504.", "1e3"], [0.5, 3504.0, 1000.0], pl.Float64),
        (["99999999999999999999", "1"], [1e20, 1.0], pl.Float64),
        (["True", "FALSE ", ""], [True, False, None], pl.Boolean),
        (["02139", "10001"], ["02139", "10001"], pl.String),
        (["0", "0.5"], [0.0, 0.5], pl.Float64),
        ([" nurse", "nurse ", "-"], ["nurse", "nurse", None], pl.String),
        (["1", "one"], ["1", "one"], pl.String),
        ([None, None], [None, None], pl.String),
        (["?", ""], [None, None], pl.String),
    ],
)
def test_cells_become_what_they_mean(cells: list[str | None], expected: list[object], dtype: pl.DataType) -> None:
    column = tidied(cells)
    assert column.to_list() == expected
    assert column.dtype == dtype


def test_an_odd_value_after_many_numbers_keeps_the_column_text() -> None:
    column = tidied(["1"] * 2_000 + ["one"])
    assert column.dtype == pl.String
    assert column[-1] == "one"


def test_infinity_stays_a_number() -> None:
    assert tidied(["inf", "-inf", "1"]).to_list() == [float("inf"), float("-inf"), 1.0]


def test_nan_in_a_column_of_numbers_is_missing() -> None:
    frame, findings = tidy_cells(pl.DataFrame({"a": [1.0, float("nan")]}))
    assert frame["a"].to_list() == [1.0, None]
    assert findings == ()


def test_the_finding_names_markers_and_columns() -> None:
    _, (finding,) = tidy_cells(pl.DataFrame({"job": ["nurse", " ?"], "age": ["1", "NA"], "sex": ["f", ""]}))
    assert finding.kind == "missing_markers"
    assert finding.sentence == 'Missing values in "job" and "age" are written as "?" and "NA".'
    assert finding.columns == ("job", "age")


@given(st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_whole_numbers_survive_being_text(numbers: list[int | None]) -> None:
    column = tidied([None if number is None else f" {number} " for number in numbers])
    assert column.to_list() == numbers


@given(st.lists(st.none() | st.floats(allow_nan=False), min_size=1))
def test_numbers_survive_being_text(numbers: list[float | None]) -> None:
    column = tidied(["" if number is None else repr(number) for number in numbers])
    assert column.to_list() == numbers


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"])), min_size=1))
def test_text_is_trimmed_and_nothing_else(texts: list[str]) -> None:
    texts = ["begin", *texts]  # at least one value that is no number
    expected = [None if text.strip() in MISSING else text.strip() for text in texts]
    assert tidied(texts).to_list() == expected
