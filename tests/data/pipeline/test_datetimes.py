from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

from wellfit.data.pipeline.datetimes import DateColumn, DateEncoder


def fit(moments: list) -> DateEncoder:
    return DateEncoder.fit(pl.DataFrame({"t": moments}), ["t"])


def encode(encoder: DateEncoder, moments: list) -> np.ndarray:
    out = np.empty((len(moments), len(encoder.feature_names)), np.float32)
    encoder.write(pl.DataFrame({"t": moments}, schema={"t": pl.Datetime("us")}), out)
    return out


START = datetime(2021, 1, 1)


def test_trend_is_standardised_and_stands_still_far_beyond():
    encoder = fit([START, START + timedelta(days=2)])
    assert encoder.feature_names == ("t",)
    later = [START + timedelta(days=days) for days in (0, 1, 2, 3, 1000)]
    assert encode(encoder, later)[:, 0].tolist() == [-1, 0, 1, 2, 2]


def test_days_of_a_month_have_weekdays_only():
    encoder = fit([START + timedelta(days=i) for i in range(40)])
    assert encoder.parts[0].cycles == ("week",)
    assert len(encoder.feature_names) == 7


def test_hours_over_two_years_have_all_cycles():
    encoder = fit([START + timedelta(hours=7 * i) for i in range(2500)])
    assert encoder.parts[0].cycles == ("year", "week", "day")
    assert len(encoder.feature_names) == 1 + 4 + 6 + 4


def test_new_years_days_have_no_weekday():
    assert fit([datetime(1970 + i, 1, 1) for i in range(20)]).parts[0].cycles == ()


def test_midnight_lies_between_its_neighbours():
    encoder = fit([START + timedelta(hours=i) for i in range(48)])
    first = encoder.feature_names.index("t sine of the day")
    features = encode(encoder, [datetime(2021, 1, 1, 23), datetime(2021, 1, 2, 0), datetime(2021, 1, 2, 1)])
    np.testing.assert_allclose(features[:, first], np.sin(np.array([-1, 0, 1]) * np.pi / 12), atol=1e-5)


def test_a_missing_date_has_its_own_feature():
    encoder = fit([START, None, START + timedelta(days=2)])
    assert encode(encoder, [None]).tolist() == [[0, 1]]


def test_unknown_cycles_are_refused():
    with pytest.raises(ValueError, match="moon"):
        DateColumn(name="t", mean=0.0, deviation=1.0, low=0.0, high=1.0, cycles=("moon",), gaps=False)
