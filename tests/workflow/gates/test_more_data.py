import numpy as np

from wellfit.diagnosis import Effect
from wellfit.workflow.gates.more_data import MoreDataGate, _sentence, fewer_rows


def test_the_curve_has_growing_parts_and_ends_with_what_was_chosen(finished, gate):
    evidence = gate("more_data")["evidence"]
    assert [point["part"] for point in evidence["curve"]] == [0.25, 0.5, 1.0]
    rows = [point["rows"] for point in evidence["curve"]]
    assert rows == sorted(rows)
    assert evidence["recipe"] == finished.summary["best"]["recipe"]
    gain = evidence["half_to_all"]
    assert gain["low"] <= gain["change"] <= gain["high"]


def test_a_part_lies_within_a_larger_one_and_nothing_else_changes(data):
    shop = data("shop")
    quarter, half = (fewer_rows(shop, part, 0).splits for part in (0.25, 0.5))
    assert set(quarter.train) < set(half.train) < set(shop.splits.train)
    assert len(half.train) == round(0.5 * len(shop.splits.train))
    for split in ("validation", "selection", "test"):
        np.testing.assert_array_equal(getattr(half, split), getattr(shop.splits, split))


def test_what_is_said():
    better = Effect(change=-0.1, low=-0.2, high=-0.05, p=0.01, seeds=5)
    same = Effect(change=-0.1, low=-0.2, high=0.05, p=0.2, seeds=5)
    worse = Effect(change=0.1, low=0.05, high=0.2, p=0.01, seeds=5)
    begin = "From half of the 100 training rows to all of them the held-out loss changes by -0.1 (95 % interval "
    again = "twice as many rows would bring at most about as much again."
    assert _sentence(better, 100, 5) == f"{begin}-0.2 to -0.05): {again}"
    noise = "which is within noise: more rows of this kind would bring little."
    assert _sentence(same, 100, 5) == f"{begin}-0.2 to 0.05), {noise}"
    assert _sentence(worse, 100, 5).endswith("more rows of this kind would not help this recipe.")
    assert _sentence(better, 100, 1) == f"{begin}-0.2 to -0.05); one seed cannot tell that from chance."
    assert _sentence(None, 100, 5) == "Some networks diverged on fewer rows, so nothing can be said of more."


def test_without_time_it_says_so(context):
    asked = context("line")
    asked.plan.reserve = 10 * asked.plan.budget
    answer = MoreDataGate().run(asked)
    assert not answer.passed
    assert answer.sentence == "There was no time to train on fewer rows."
