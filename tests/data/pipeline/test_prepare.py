from datetime import date, datetime

import polars as pl
import pytest

from wellfit.data.column import Column
from wellfit.data.pipeline.prepare import prepare
from wellfit.errors import DataError

AGE = Column(name="age", kind="numeric")
CITY = Column(name="city", kind="categorical")
PAID = Column(name="paid", kind="boolean")
DAY = Column(name="day", kind="datetime", layout="%d.%m.%Y")


def test_columns_in_the_fitted_order_extra_ones_dropped():
    frame = pl.DataFrame({"more": [1], "city": ["x"], "age": [3]})
    assert prepare(frame, (AGE, CITY)).frame.columns == ["age", "city"]


def test_missing_columns_are_named():
    with pytest.raises(DataError, match=r"lack 2 columns of the training rows: 'age', 'paid'.* received: 'city'\. Add"):
        prepare(pl.DataFrame({"city": ["x"]}), (AGE, CITY, PAID))


@pytest.mark.parametrize(
    ("column", "raw", "read"),
    [
        (AGE, ["1", " 2.5 ", "?"], [1.0, 2.5, None]),
        (AGE, [1, None, 3], [1, None, 3]),
        (AGE, [1.5, float("nan"), None], [1.5, None, None]),
        (CITY, [1, 2, None], ["1", "2", None]),
        (CITY, [1.0, 2.0, None], ["1", "2", None]),
        (CITY, [" a", "NA", ""], ["a", None, None]),
        (PAID, ["yes", "FALSE", "-"], [True, False, None]),
        (PAID, [1, 0, None], [True, False, None]),
        (DAY, ["31.01.2020", None, ""], [datetime(2020, 1, 31), None, None]),
        (DAY, ["2020-01-31", None, ""], [datetime(2020, 1, 31), None, None]),
        (DAY, [date(2020, 1, 31), None, None], [datetime(2020, 1, 31), None, None]),
    ],
)
def test_types_that_differ_from_training_are_read_all_the_same(column, raw, read):
    prepared = prepare(pl.DataFrame({column.name: raw}, strict=False), (column,))
    assert prepared.frame[column.name].to_list() == read
    assert not prepared.unreadable_rows.any()
    assert prepared.findings == ()


def test_unreadable_cells_count_as_missing_and_are_said():
    frame = pl.DataFrame({"age": ["3", "three", None], "paid": ["no", "perhaps", "yes"]})
    prepared = prepare(frame, (AGE, PAID))
    assert prepared.frame["age"].to_list() == [3.0, None, None]
    assert prepared.unreadable_rows.tolist() == [False, True, False]
    assert [finding.sentence for finding in prepared.findings] == [
        "1 cell of column 'age' cannot be read as numeric, for example 'three', and count as missing.",
        "1 cell of column 'paid' cannot be read as boolean, for example 'perhaps', and count as missing.",
    ]


def test_infinite_numbers_are_unreadable():
    prepared = prepare(pl.DataFrame({"age": [1.0, float("inf"), -1e31]}), (AGE,))
    assert prepared.frame["age"].to_list() == [1.0, None, None]
    assert prepared.unreadable_rows.tolist() == [False, True, True]


def test_preparing_twice_changes_nothing():
    frame = pl.DataFrame({"age": ["3", "x"], "city": [" a", "?"], "paid": ["no", None], "day": ["01.02.2020", "z"]})
    once = prepare(frame, (AGE, CITY, PAID, DAY))
    twice = prepare(once.frame, (AGE, CITY, PAID, DAY))
    assert twice.frame.equals(once.frame)
    assert twice.findings == ()
