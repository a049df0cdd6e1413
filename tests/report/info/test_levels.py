"""The levels of a study of images."""

import pytest

from wellfit.report.info.curves import recipe_curves
from wellfit.report.info.levels import levels

FIRST = {
    "level": "scratch", "recipe": "plain 16-16", "selection": {"loss": 0.43, "accuracy": 0.81}, "change": None,
    "low": None, "high": None, "seconds": 320.0, "chosen": False, "test": None,
}  # fmt: skip
LATER = {**FIRST, "level": "features", "recipe": "head", "change": -0.3, "low": -0.4, "high": -0.2, "chosen": True}


def test_a_level_knows_its_curves(record, recorded):
    curves = recipe_curves(record)
    first, later = levels(recorded(levels=[FIRST, LATER]), curves, "accuracy")
    assert curves[first.position].name == "plain 16-16"
    assert (first.number, first.metric, first.change, first.test) == ("Level 1", 0.81, None, None)
    assert later.position is None


@pytest.mark.parametrize("low, high, said", [(-0.4, -0.2, "better"), (-0.1, 0.1, "same"), (0.1, 0.2, "worse")])
def test_what_a_level_brought_depends_on_its_interval(recorded, low, high, said):
    assert levels(recorded(levels=[{**LATER, "low": low, "high": high}]), [], "accuracy")[0].direction == said


def test_the_test_split_is_of_the_chosen_one(recorded):
    (found,) = levels(recorded(levels=[{**LATER, "test": {"loss": 0.1, "accuracy": 0.97}}]), [], "accuracy")
    assert found.chosen
    assert found.test == 0.97


def test_other_data_have_none(record):
    assert levels(record, [], "accuracy") == []
