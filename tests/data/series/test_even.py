"""Rows put on an even scale, and those that cannot be."""

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from wellfit.data.series.clock import DAY
from wellfit.data.series.even import find_clock, put_even
from wellfit.data.series.find_time import TimeColumns
from wellfit.errors import DataError

HOUR = timedelta(hours=1)
START = datetime(2024, 1, 1)
WHEN = TimeColumns(("when",), None)


def hours(numbers, **columns):
    return pl.DataFrame({"when": [None if n is None else START + n * HOUR for n in numbers], **columns})


def even(frame):
    return put_even(frame, find_clock(frame, WHEN))


def kinds(found):
    return [finding.kind for finding in found.findings]


def test_the_most_frequent_distance_is_the_step():
    found = find_clock(hours([0, 1, 2, 3, 7]), WHEN)
    assert (found.unit, found.step) == ("time", DAY / 24)


@pytest.mark.parametrize(
    "dates, unit, step, day",
    [
        (["2024-01-31", "2024-02-29", "2024-03-31"], "months", 1.0, 31),
        (["2023-02-28", "2023-05-31", "2023-08-31"], "months", 3.0, 31),
        (["2020-05-04", "2021-05-04", "2022-05-04"], "months", 12.0, 4),
        (["2024-01-01", "2024-01-29", "2024-02-26"], "time", 28.0 * DAY, 1),
    ],
)
def test_months(dates, unit, step, day):
    found = find_clock(pl.DataFrame({"when": dates}), TimeColumns(("when",), "%Y-%m-%d"))
    assert (found.unit, found.step, found.day) == (unit, step, day)


def test_rows_in_order_are_left_as_they_are():
    found = even(hours([0, 1, 2], y=[1, 2, 3]))
    assert found.places.tolist() == [0, 1, 2]
    assert found.findings == ()


def test_rows_out_of_order_are_sorted():
    found = even(hours([2, 0, 1], y=["c", "a", "b"]))
    assert found.frame["y"].to_list() == ["a", "b", "c"]
    assert found.findings[0].sentence == "The rows were not in order of time and have been sorted."


def test_repeated_rows_are_left_out_once():
    found = even(hours([0, 1, 1, 2], y=[1, 2, 2, 3]))
    assert found.frame["y"].to_list() == [1, 2, 3]
    assert found.findings[0].sentence == "1 repeated row left out."


def test_times_without_a_row_are_told():
    found = even(hours([0, 1, 2, 5], y=[1, 2, 3, 4]))
    assert found.places.tolist() == [0, 1, 2, 5]
    assert found.findings[0].sentence == (
        "2 of 6 steps have no row: what was known last stands in for them, and they are never forecast."
    )


def test_a_clock_that_is_a_little_late_is_on_the_scale():
    frame = pl.DataFrame({"when": [START + n * HOUR + timedelta(seconds=(n % 3) // 2) for n in range(9)]})
    assert even(frame).places.tolist() == list(range(9))


def test_a_few_rows_without_a_time_or_off_the_scale_are_left_out():
    numbers = [*range(150), None, 150.5]
    found = even(hours(numbers, y=range(152)))
    assert found.places.tolist() == list(range(150))
    assert kinds(found) == ["rows_without_time", "rows_off_scale"]


def refused(frame):
    with pytest.raises(DataError) as caught:
        even(frame)
    return str(caught.value)


def test_contradictions_are_refused():
    assert refused(hours([0, 1, 1, 2], y=[1.0, 2.0, 2.5, 3.0])) == (
        "1 row of a time that another row has as well, which says something else of it, first at 2024-01-01 01:00:00. "
        "Expected was one row for each time. Leave one of each out, or take their mean; where the table holds several "
        "series, give one of them."
    )


def test_several_series_are_refused_with_the_column_that_tells_them_apart():
    frame = hours([0, 1, 2, 0, 1, 2], y=np.arange(6.0), shop=["a"] * 3 + ["b"] * 3)
    assert refused(frame) == (
        "The table holds 2 series side by side, which 'shop' tells apart: 3 rows of a time that another row has. "
        "Expected was one row for each time. Run each series by itself (the rows of one 'shop', such as 'a', 'b')."
    )


def test_unequal_steps_are_refused():
    message = refused(hours(np.cumsum(np.random.default_rng(0).exponential(size=50)).tolist()))
    assert message.startswith("The rows are not evenly spaced in time: the most frequent distance is ")
    assert "of the rows do not lie on that scale. Expected were equal steps" in message


def test_rows_far_apart_are_refused():
    assert refused(hours([0, 1, 2, 3, 400])).startswith(
        "From the first row to the last there are 401 steps of 1 hour, but only 5 rows."
    )


def test_rows_that_do_not_say_when_they_were_are_refused():
    assert refused(hours([0, 1, 2, None, None])).startswith("2 rows of 5 do not say when they were: 'when' is empty or")
    assert refused(hours([0, 0, 0])).startswith("'when' tells of 1 point in time; expected were many different ones.")
