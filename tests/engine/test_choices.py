"""Shapes in one scan give the curves that they give by themselves; where they cannot be joined, it is said."""

from dataclasses import replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import wellfit
from wellfit.engine import choices
from wellfit.engine.plans import choose
from wellfit.engine.plans.choose import Choice
from wellfit.engine.plans.plan import Plan
from wellfit.engine.stop import Stop
from wellfit.errors import OptionError
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe

NARROW = Recipe(name="narrow", network=DenseNetwork(units=(3,)), batch_size=16)
WIDE = Recipe(name="wide", network=DenseNetwork(units=(8, 4)), batch_size=16)
JOINED = Plan(layout="together", joined=True)


def curves(recipes, data, plan):
    return wellfit.fit_many(recipes, data, seeds=2, epochs=3, plan=plan)


@pytest.mark.quick("together")
@pytest.mark.parametrize("layout", ["together", "apart", "streams"])
def test_shapes_in_one_scan_learn_what_they_learn_by_themselves(binary, layout):
    alone = curves([NARROW, WIDE], binary, Plan(layout=layout))
    joined = curves([NARROW, WIDE], binary, Plan(layout=layout, joined=True))
    assert_frame_equal(joined.curves, alone.curves, rel_tol=1e-4, abs_tol=1e-5)
    assert [used.recipes for used in joined.plans] == [("narrow", "wide")]
    assert [used.recipes for used in alone.plans] == [("narrow",), ("wide",)]


@pytest.mark.slow
def test_members_that_stop_leave_a_joined_program(binary):
    stop = Stop(patience=1)
    alone, joined = (
        wellfit.fit_many([NARROW, WIDE], binary, seeds=2, epochs=60, stop=stop, plan=plan)
        for plan in (Plan(layout="together"), JOINED)
    )
    ends = [runs.curves.group_by("recipe", "seed").agg(pl.col("epoch").max()) for runs in (alone, joined)]
    assert ends[0].sort("recipe", "seed").equals(ends[1].sort("recipe", "seed"))


def test_different_batch_sizes_cannot_be_joined(binary):
    with pytest.raises(OptionError, match="cannot be trained in one scan: their batch sizes differ"):
        curves([NARROW, replace(WIDE, batch_size=8)], binary, JOINED)


def test_what_does_not_fit_together_is_not_joined(binary, monkeypatch):
    monkeypatch.setattr(choices, "budget", lambda: 1000)
    with pytest.raises(OptionError, match="together they do not fit into memory"):
        curves([NARROW, WIDE], binary, JOINED)


@pytest.mark.parametrize("joined", [True, False])
def test_long_training_takes_the_faster_of_both(binary, monkeypatch, joined):
    """Where timing pays, the timings decide; each shape's own plan stays by rule."""
    compared = []

    def timed(key, rule, candidates, training, chunk, seconds):
        if not candidates[-1].joined:
            return Choice(plan=rule, reason="by rule")
        compared.append([seconds(plan) for plan in candidates])
        return Choice(plan=candidates[joined], reason="the fastest of 2 tried")

    monkeypatch.setattr(choices, "choose", timed)
    monkeypatch.setattr(choices, "pays", lambda *given: True)
    runs = wellfit.fit_many([NARROW, WIDE], binary, seeds=2, epochs=3)
    assert all(seconds > 0 for seconds in compared[0])
    assert len(compared) == 1
    assert [used.recipes for used in runs.plans] == ([("narrow", "wide")] if joined else [("narrow",), ("wide",)])


def test_short_training_keeps_shapes_by_themselves(binary):
    runs = wellfit.fit_many([NARROW, WIDE], binary, seeds=1, epochs=2)
    assert [used.choice.plan.joined for used in runs.plans] == [False, False]
    assert not choose.pays(2, training=1.0, chunk=0.1)
    assert choose.pays(2, training=100.0, chunk=0.1)
