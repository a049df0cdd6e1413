"""The figure of the scores: its axis in numbers that people read."""

import re

import pytest
import vl_convert

from wellfit.report.figures.scores import scores
from wellfit.report.info.scores import Score


def drawn(values, metric):
    absent = {"selection_loss": None, "test_loss": None, "test_metric": None}
    rows = [Score(name=str(value), note="", network=False, selection_metric=value, **absent) for value in values]
    return vl_convert.vegalite_to_svg({**scores(rows, metric), "width": 400}, show_warnings=False)


@pytest.mark.parametrize(
    "values, metric, shown",
    [
        ((10.0, 50.0), "mae", "20"),
        ((1000.0, 5000.0), "mae", "2000"),
        ((0.01, 0.05), "mae", "0.02"),
        ((0.6, 0.9), "accuracy", "70%"),
    ],
)
def test_numbers_of_the_axis(values, metric, shown):
    labels = re.findall(r">([^<>]*\d[^<>]*)</text>", drawn(values, metric))
    assert shown in labels
    assert [label for label in labels if "e" in label] == []
