"""Several parts as one table."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from wellfit.data.sources.combine import combine, missing_columns
from wellfit.data.sources.part import Part
from wellfit.errors import SourceError

DAY = datetime(2020, 1, 1)


def parts(*columns: dict[str, Any]) -> list[Part]:
    return [
        Part(label=f"{name}.csv", name=name, frame=pl.DataFrame(c)) for name, c in zip("abc", columns, strict=False)
    ]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (({"x": [1], "y": ["a"]}, {"y": ["b"], "x": [2]}), [(1, "a"), (2, "b")]),
        (({"x": [1]}, {"x": [0.5]}), [(1.0,), (0.5,)]),
        (({"x": [1, None]}, {"x": [None]}), [(1,), (None,), (None,)]),
        (({"x": ["02139"]}, {"x": [10001]}), [("02139",), ("10001",)]),
        (({"x": ["2020-01-01"]}, {"x": [date(2020, 1, 2)]}), [(DAY,), (datetime(2020, 1, 2),)]),
        (({"x": [date(2020, 1, 1)]}, {"x": [datetime(2020, 1, 2)]}), [(DAY,), (datetime(2020, 1, 2),)]),
        (({"x": [1], "y": [2]}, {"x": [3]}), [(1, 2), (3, None)]),
    ],
)  # fmt: skip
def test_rows_follow_one_another(columns: tuple[dict[str, Any], ...], expected: list[tuple[Any, ...]]) -> None:
    assert combine(parts(*columns)).rows() == expected


def test_a_column_that_one_part_lacks_is_told() -> None:
    (finding,) = missing_columns(parts({"x": [1], "y": [2]}, {"x": [3]}))
    assert finding.sentence == 'b.csv has no column "y"; its rows have missing values there.'
    assert (finding.severity, finding.columns) == ("warning", ("y",))
    assert missing_columns(parts({"x": [1]}, {"x": [2]})) == ()


def test_a_type_conflict_names_files_and_columns() -> None:
    with pytest.raises(SourceError, match=r'column "age" holds numbers in a.csv, text in b.csv.*Expected one type'):
        combine(parts({"age": [1], "job": ["x"]}, {"age": ["old"], "job": ["y"]}))


def test_true_and_false_are_no_numbers() -> None:
    with pytest.raises(SourceError, match=r'column "x" holds true/false in a.csv, numbers in b.csv'):
        combine(parts({"x": [True]}, {"x": [3]}))


def test_many_conflicts_are_counted() -> None:
    with pytest.raises(SourceError, match=r'column "u".*column "v".*column "w".*\(and 1 more columns\)'):
        combine(parts({name: [1] for name in "uvwx"}, {name: ["text"] for name in "uvwx"}))


def test_parts_of_different_tables() -> None:
    with pytest.raises(SourceError, match=r"a.csv and b.csv do not look like parts of one table.*only \"x\""):
        combine(parts({"x": [1]}, {"u": [1], "v": [2]}))
