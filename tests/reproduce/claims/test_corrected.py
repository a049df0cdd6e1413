from dataclasses import replace

import numpy as np
import pytest

from wellfit.diagnosis.effects import effect
from wellfit.diagnosis.intervals import Interval
from wellfit.reproduce.claims import Judged, Lower, corrected

ONE = Judged(
    what="a and b",
    reported="so it says",
    found=Interval(value=-1.0, low=-2.0, high=-0.1),
    measure="difference of losses",
    agrees="yes",
    why="beyond noise",
)


def test_a_comparison_that_may_be_chance_among_several_is_undecided():
    # Holm: 3 × 0.001 and 2 × 0.01 stand; 1 × 0.03 does too, and 2 × 0.03 does not.
    many = [replace(ONE, p=p) for p in (0.03, 0.001, 0.01)]
    assert [one.agrees for one in corrected(many)] == ["yes", "yes", "yes"]
    pair = corrected([replace(ONE, p=0.03), replace(ONE, p=0.4, agrees="undecided")])
    assert [one.agrees for one in pair] == ["undecided", "undecided"]
    assert pair[0].why == "the interval excludes zero, but among 2 comparisons that may be chance (p, corrected: 0.06)"
    assert pair[1].why == "beyond noise"


def test_what_is_no_comparison_of_losses_stays_as_it_is():
    assert corrected([ONE, replace(ONE, p=0.04), ONE]) == [ONE, replace(ONE, p=0.04), ONE]


def test_a_comparison_hands_its_p_on(made):
    draw = np.random.default_rng(0)
    held = {"a": draw.normal(0, 1, (3, 40)), "b": draw.normal(0, 1, (3, 40))}
    found = made({"a": [[1.0]] * 3, "b": [[1.0]] * 3}, held)
    judged = Lower(what="w", reported="r", variant="a", than="b").judge(found)
    assert judged.p == pytest.approx(effect(held["a"], held["b"]).p)
