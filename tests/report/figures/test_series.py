"""The figure of a series: a line for each forecast, what came drawn last."""

import re

import pytest
import vl_convert

from wellfit.report.figures.series import series
from wellfit.report.info.series import Forecasts


def info(dates, time):
    return Forecasts(
        target="rain",
        ahead="1 hour",
        rows=2,
        dates=dates,
        time=time,
        lines={"what came": [1.0, 2.0], "forecast": [1.25, 123456.7], "the last value": [0.0, 1.0]},
    )


@pytest.mark.parametrize(
    "dates, time, axis", [(True, ["2024-01-01", "2024-01-02"], "temporal"), (False, [7, 8], "quantitative")]
)
def test_its_lines_and_its_axis(dates, time, axis):
    drawn = series(info(dates, time))
    lines, strips = drawn["layer"]
    assert lines["transform"][0]["fold"] == ["the last value", "forecast", "what came"]
    assert lines["encoding"]["x"]["type"] == axis
    assert next(iter(drawn["datasets"].values()))[1] == {
        **{"time": time[1], "what came": 2.0, "forecast": 123460.0, "the last value": 1.0}
    }
    assert len(strips["encoding"]["tooltip"]) == 4


def test_naive_forecasts_stand_back():
    svg = vl_convert.vegalite_to_svg({**series(info(False, [7, 8])), "width": 400}, show_warnings=False)
    lines = re.findall(
        r'line: ([\w ]+)" role="graphics-symbol" aria-roledescription="line mark"[^>]* opacity="([\d.]+)"', svg
    )
    assert dict(lines) == {"what came": "0.9", "forecast": "1", "the last value": "0.35"}
