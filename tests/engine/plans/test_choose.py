"""A plan is tried where that pays, remembered, and tried again where what is remembered is damaged."""

import pytest

from wellfit.engine import cache
from wellfit.engine.plans import choose as choosing
from wellfit.engine.plans.choose import choose
from wellfit.engine.plans.plan import Plan

FIRST, SECOND = Plan(layout="turns"), Plan(layout="together")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "folder", lambda: tmp_path)
    return tmp_path


def decide(tried, *, training=1000.0, key="a population"):
    def seconds(plan):
        tried.append(plan)
        return {FIRST: 2.0, SECOND: 1.0}[plan]

    return choose(key, FIRST, [FIRST, SECOND], training, 1.0, seconds)


def test_short_training_takes_the_rule_without_trying(kept):
    tried = []
    choice = decide(tried, training=10.0)
    assert (choice.plan, tried, choice.timings) == (FIRST, [], ())
    assert choice.reason == "by rule: too short to repay trying others"


def test_long_training_takes_the_fastest_and_remembers_it(kept):
    tried = []
    choice = decide(tried)
    assert (choice.plan, tried) == (SECOND, [FIRST, SECOND])
    assert [timing.seconds for timing in choice.timings] == [2.0, 1.0]
    again = decide(tried)
    assert (again.plan, again.timings, len(tried)) == (SECOND, choice.timings, 2)
    assert again.reason == "the fastest of those tried in an earlier run"
    assert decide(tried, key="another").plan == SECOND
    assert len(tried) == 4


@pytest.mark.parametrize("text", ["", "{", '{"plan": {"layout": "sideways", "devices": 1}, "timings": []}', "[]"])
def test_what_is_damaged_is_tried_again(kept, text):
    tried = []
    decide(tried)
    (file,) = (kept / "plans").iterdir()
    file.write_text(text)
    assert decide(tried).plan == SECOND
    assert len(tried) == 4


def test_a_plan_for_more_devices_than_there_are_is_not_taken(kept):
    tried = []
    decide(tried)
    (file,) = (kept / "plans").iterdir()
    file.write_text('{"plan": {"layout": "turns", "devices": 4096}, "timings": []}')
    assert decide(tried).plan == SECOND


def test_where_nothing_is_kept_it_is_tried_each_time(monkeypatch):
    monkeypatch.setattr(cache, "folder", lambda: None)
    tried = []
    assert decide(tried).plan == decide(tried).plan == SECOND
    assert len(tried) == 4
    assert choosing.machine()
