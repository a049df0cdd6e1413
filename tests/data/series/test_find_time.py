"""Which columns tell the time."""

from datetime import date

import polars as pl
import pytest

from wellfit.data.series.find_time import find_time
from wellfit.errors import DataError, OptionError

DAYS = [date(2024, 1, 1), date(2024, 1, 2)]


@pytest.mark.parametrize(
    "columns, found",
    [
        ({"rain": [1, 2], "day": DAYS}, (("day",), None)),
        ({"Date": ["01.02.2024", "02.02.2024"], "rain": [1, 2]}, (("Date",), "%d.%m.%Y")),
        ({"birthday": [DAYS[0]] * 2, "when": DAYS, "rain": [1, 2]}, (("when",), None)),
        ({"when": DAYS, "timestamp": DAYS, "rain": [1, 2]}, (("timestamp",), None)),
        ({"hour": [1, 2], "Year": [2024, 2024], "month": [1, 1], "rain": [1, 2]}, (("Year", "month", "hour"), None)),
        ({"t": [1.5, 2.5], "rain": [1, 2]}, (("t",), None)),
    ],
)
def test_it_is_found(columns, found):
    assert find_time(pl.DataFrame(columns), None, "rain") == found


def test_a_column_of_numbers_is_one_where_it_is_named():
    frame = pl.DataFrame({"id": [1, 2], "rain": [1, 2]})
    assert find_time(frame, "id", "rain").columns == ("id",)
    with pytest.raises(DataError) as caught:
        find_time(frame, None, "rain")
    assert "no column says so" in str(caught.value)
    assert "received 'id', 'rain'. Name the column with --time" in str(caught.value)


@pytest.mark.parametrize(
    "time, message",
    [
        ("wen", "There is no column 'wen' to tell the time by. The columns are 'when', 'rain'. Did you mean 'when'?"),
        ("rain", "'rain' is the target and cannot tell the time as well. Give --time another column."),
        (
            "when",
            "The column 'when' cannot be read as times: expected were dates such as 2024-02-29 or 29.02.2024 13:45",
        ),
    ],
)
def test_names_that_do_not_tell_the_time(time, message):
    frame = pl.DataFrame({"when": ["soon", "later"], "rain": [1.0, 2.0]})
    with pytest.raises(OptionError) as caught:
        find_time(frame, time, "rain")
    assert str(caught.value).startswith(message)
