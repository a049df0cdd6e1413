from datetime import UTC, date, datetime, timedelta, timezone

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.data.dates import LAYOUTS, layout_of, times

NOON = datetime(2021, 3, 14, 12)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-03-14", datetime(2021, 3, 14)),
        ("2021/03/14", datetime(2021, 3, 14)),
        ("14.03.2021", datetime(2021, 3, 14)),
        ("03/14/2021", datetime(2021, 3, 14)),
        ("14/03/2021", datetime(2021, 3, 14)),
        ("2021-03-14 12:00", NOON),
        ("2021-03-14 12:00:00", NOON),
        ("2021-03-14T12:00:00.000", NOON),
        ("2021-03-14T12:00:00Z", NOON),
        ("2021-03-14T13:00:00+01:00", NOON),
        ("14.03.2021 12:00", NOON),
        ("03/14/2021 12:00", NOON),
    ],
)
def test_layouts(text, moment):
    column = pl.Series([text, None, "?"])
    layout = layout_of(column.replace("?", None))
    assert layout in LAYOUTS
    assert times(column, layout).to_list() == [moment, None, None]


@pytest.mark.parametrize(
    "values", [["12", "13"], ["a-1-2", "b"], ["1.2.3.4"], ["2020-13-45"], [None], ["192.168.0.1"], ["1-2-3 and more"]]
)
def test_what_is_no_date(values):
    assert layout_of(pl.Series(values, dtype=pl.String)) is None


def test_a_day_above_twelve_decides_which_comes_first():
    assert layout_of(pl.Series(["01/02/2020", "03/04/2020"])) == "%m/%d/%Y"
    assert layout_of(pl.Series(["01/02/2020", "13/04/2020"])) == "%d/%m/%Y"


def test_dates_and_zones_become_plain_utc():
    assert times(pl.Series([date(2021, 3, 14)])).to_list() == [datetime(2021, 3, 14)]
    zoned = pl.Series([datetime(2021, 3, 14, 13, tzinfo=timezone(timedelta(hours=1)))])
    assert times(zoned).to_list() == [NOON]
    assert times(pl.Series([NOON.replace(tzinfo=UTC)])).dtype == pl.Datetime("us")


def test_new_rows_in_another_layout_are_read_too():
    assert times(pl.Series(["2021-03-14", None]), "%d.%m.%Y").to_list() == [datetime(2021, 3, 14), None]


@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=1), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y"]))
def test_any_dates_come_back(days, layout):
    column = pl.Series([day.strftime(layout) for day in days])
    assert times(column, layout_of(column)).dt.date().to_list() == days
