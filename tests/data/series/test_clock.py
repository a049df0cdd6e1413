"""Time as places on an even scale, and back."""

from datetime import datetime

import numpy as np
import polars as pl
import pytest

from wellfit.data.series.clock import DAY, Clock, day_of_month, moments


def clock(unit="time", **values):
    return Clock(columns=("when",), unit=unit, layout=None, **{"start": 0.0, "step": float(DAY), **values})


def test_places_and_times_are_each_other_s_inverse():
    days = clock(start=float(10 * DAY), step=float(2 * DAY))
    frame = pl.DataFrame({"when": [datetime(1970, 1, 11), datetime(1970, 1, 15), None]})
    places = days.places(frame)
    np.testing.assert_array_equal(places, [0.0, 2.0, np.nan])
    assert days.times(places[:2]).to_list() == frame["when"].to_list()[:2]


def test_months_are_equal_steps_though_they_are_unequally_long():
    quarters = clock("months", start=0.0, step=3.0, day=31)
    assert quarters.times(np.arange(4)).dt.strftime("%m-%d").to_list() == ["01-31", "04-30", "07-31", "10-31"]
    frame = pl.DataFrame({"when": ["1970-01-31", "1970-04-30", "1971-01-31"]})
    found = Clock(columns=("when",), unit="months", layout="%Y-%m-%d", start=0.0, step=3.0, day=31).places(frame)
    assert found.tolist() == [0.0, 1.0, 4.0]


def test_plain_numbers_stay_whole_where_they_are():
    assert clock("number", start=5.0, step=2.0).times(np.array([0, 3])).to_list() == [5, 11]
    assert clock("number", start=0.5, step=0.25).times(np.array([1])).to_list() == [0.75]
    assert np.isnan(clock("number", start=5.0, step=2.0).days(np.arange(2))).all()


def test_parts_of_a_date_are_joined_and_a_day_that_there_is_not_is_missing():
    frame = pl.DataFrame({"Year": [1970, 1970, 1971], "month": [1, 2, 1], "day": [2, 30, 1], "hour": [6, 0, None]})
    found = moments(frame, ("Year", "month", "day", "hour"), None)
    np.testing.assert_array_equal(found, [1.25 * DAY, np.nan, np.nan])
    assert moments(pl.DataFrame({"year": [1971]}), ("year",), None).tolist() == [365.0 * DAY]


def test_days_of_the_month():
    days, last = day_of_month(
        moments(pl.DataFrame({"when": [datetime(2024, 2, 29), datetime(2024, 3, 29)]}), ["when"], None)
    )
    assert (days.tolist(), last.tolist()) == ([29, 29], [True, False])


@pytest.mark.parametrize(
    "made, steps, words",
    [
        (clock(), 1, "1 day"),
        (clock(), 14, "2 weeks"),
        (clock(), 365, "365 days"),
        (clock(step=DAY / 24), 36, "36 hours"),
        (clock(step=1.5e6), 1, "1.5 seconds"),
        (clock("months", step=1.0), 24, "2 years"),
        (clock("months", step=3.0), 1, "3 months"),
        (clock("number", step=2.0), 3, "3 steps"),
    ],
)
def test_spans_in_words(made, steps, words):
    assert made.span(steps) == words


def test_a_clock_that_stands_still_is_refused():
    with pytest.raises(ValueError, match="a step of 0"):
        clock(step=0.0)
