import time

import numpy as np
import pytest

from wellfit.workflow.plan import Extent, Plan, Shape, starting_extent, work

LARGE = Extent(rows=160_000, epochs=40, seeds=5, remedies=11)


def plan(budget=100.0, extent=LARGE, told=None):
    return Plan(budget=budget, extent=extent, seed=3, told=(told if told is not None else []).append)


def by_extent(extent):
    """An estimate that each part of the extent weighs in: so many seconds for 160,000 rows × 40 epochs × 5 × 11."""
    return extent.rows * extent.epochs * extent.seeds * (1 + extent.remedies) / 1e6


def settled(budget, extent=LARGE, estimate=by_extent):
    made = plan(budget, extent)
    made.settle(estimate)
    return made.extent


def test_what_fits_is_not_cut():
    made = plan(budget=1000.0)
    made.settle(lambda extent: 100.0)
    assert made.extent == LARGE
    assert made.left_out == []
    assert made.estimate == 100.0
    assert made.sentence.startswith(
        "Plan: 160,000 training rows, up to 40 epochs, 5 seeds, 11 remedies; about 100 s more, "
    )


def test_cuts_come_in_the_stated_order():
    """Rows of a large table, epochs, seeds, remedies, rows again: each when the one before is at its floor."""
    floors = [("rows", 20_000), ("epochs", 10), ("seeds", 3), ("remedies", 0), ("rows", 2_000)]
    for budget in np.geomspace(600.0, 0.001, 40):
        extent = settled(float(budget))
        for place, (name, floor) in enumerate(floors[:-1]):
            if getattr(extent, name) > floor:
                for later, _ in floors[place + 1 : -1]:
                    assert getattr(extent, later) == getattr(LARGE, later), (budget, extent)
                break


def test_each_cut_alone():
    assert settled(300.0) == Extent(rows=80_000, epochs=40, seeds=5, remedies=11)
    assert settled(61.0) == Extent(rows=20_000, epochs=40, seeds=5, remedies=11)
    assert settled(31.0) == Extent(rows=20_000, epochs=20, seeds=5, remedies=11)
    assert settled(16.0) == Extent(rows=20_000, epochs=10, seeds=5, remedies=11)
    assert settled(10.0) == Extent(rows=20_000, epochs=10, seeds=3, remedies=11)
    assert settled(4.0) == Extent(rows=20_000, epochs=10, seeds=3, remedies=4)
    assert settled(1.0) == Extent(rows=20_000, epochs=10, seeds=3, remedies=0)
    assert settled(0.1) == Extent(rows=2_500, epochs=10, seeds=3, remedies=0)


def test_a_budget_of_nothing_ends_at_the_floors():
    assert settled(1e-9) == Extent(rows=2_000, epochs=10, seeds=3, remedies=0)


def test_nothing_grows_and_few_rows_are_kept():
    few = Extent(rows=150, epochs=10, seeds=2, remedies=1)
    assert settled(1e-9, few) == Extent(rows=150, epochs=10, seeds=2, remedies=0)


def test_a_cut_that_saves_nothing_is_not_made():
    """Where compiling takes the time, only fewer programs help."""
    extent = settled(
        100.0, Extent(rows=500, epochs=200, seeds=5, remedies=11), lambda extent: 30.0 + 10.0 * extent.remedies
    )
    assert (extent.epochs, extent.seeds) == (200, 5)
    assert extent.remedies == 4


def test_folds_are_given_up_before_epochs_and_the_plan_names_them():
    small = Extent(rows=375, epochs=140, seeds=5, remedies=11, folds=8)
    assert (small.fold_seeds, small.members, small.controls) == (2, 16, 8)
    made = plan(budget=100.0, extent=small)
    made.settle(lambda extent: float(extent.members))
    assert made.sentence.startswith(
        "Plan: in each of 8 folds 375 training rows, up to 140 epochs, 2 seeds, 11 remedies"
    )
    tight = plan(budget=10.0, extent=small)
    tight.settle(lambda extent: float(extent.members))
    assert tight.extent == Extent(rows=375, epochs=140, seeds=5, remedies=11)
    assert tight.left_out == ["recipes are compared on one split of the rows instead of 8 folds"]


def test_everything_that_is_cut_is_said():
    told = []
    made = plan(budget=1.0, told=told)
    made.settle(by_extent)
    assert made.left_out == [
        "the gates compare recipes on 20,000 of 160,000 training rows",
        "members train for at most 10 epochs instead of 40",
        "3 seeds instead of 5",
        "11 of 11 remedies were not tried",
    ]
    assert told == [f"Left out: {sentence}" for sentence in made.left_out]
    assert made.as_dict()["left_out"] == made.left_out
    assert made.as_dict()["extent"] == {"rows": 20_000, "epochs": 10, "seeds": 3, "remedies": 0, "folds": 1}


@pytest.mark.parametrize("share", [0.1, 1.0])
def test_a_deadline_is_a_share_of_the_time_left(share):
    made = Plan(budget=100.0, extent=LARGE, seed=0, began=time.monotonic() - 60.0)
    assert made.left == pytest.approx(40.0, abs=1.0)
    assert made.deadline(share) - time.monotonic() == pytest.approx(share * 40.0, abs=1.0)


def test_the_deadline_of_a_budget_that_is_spent_is_now():
    made = Plan(budget=1.0, extent=LARGE, seed=0, began=time.monotonic() - 60.0)
    assert made.deadline(0.5) <= time.monotonic()


def test_of_a_budget_that_is_spent_nothing_is_left_and_no_less():
    made = Plan(budget=1.0, extent=LARGE, seed=0, began=time.monotonic() - 60.0)
    made.settle(lambda _extent: 5.0)
    assert made.sentence.endswith("about 5 s more, 0 s are left.")


def test_baselines_see_all_rows_but_of_very_many_or_in_very_little_time():
    made = plan(budget=600.0)
    assert made.baseline_rows(50_000) == 50_000
    assert made.baseline_rows(10**6) == 200_000
    assert plan(budget=0.01).baseline_rows(10**6) == 2_000
    assert plan(budget=0.01).baseline_rows(300) == 300


def test_rows_are_drawn_once_for_all_gates():
    train = np.arange(1000, 3000)
    first, again = plan().rows(train, 500), plan().rows(train, 500)
    assert np.array_equal(first, again)
    assert len(np.unique(first)) == 500
    assert set(first) <= set(train)
    assert np.array_equal(np.sort(first), first)
    # Fewer rows are a part of more, so that what was seen stays comparable.
    assert set(plan().rows(train, 100)) <= set(first)
    assert plan().rows(train, 2000) is train


def test_another_seed_draws_other_rows():
    train = np.arange(2000)
    other = Plan(budget=1.0, extent=LARGE, seed=4)
    assert set(other.rows(train, 500)) != set(plan().rows(train, 500))


def test_work_by_hand():
    """10 steps × 2 epochs × 3 streams of 4 rows × 5 features × 300 + 2 recipes × (6 × 4 × 7 + 500,000)."""
    shape = Shape(features=5, parameters=7, batch=4)
    assert work(shape, 43, 2, streams=3, recipes=2) == 10 * 2 * 3 * (4 * 5 * 300 + 2 * (6 * 4 * 7 + 500_000))


def test_work_of_fewer_rows_than_a_batch_is_one_step():
    shape = Shape(features=1, parameters=1, batch=64)
    assert work(shape, 10, 1, streams=1, recipes=1) == work(shape, 64, 1, streams=1, recipes=1)


def test_the_starting_extent_is_what_the_data_call_for():
    assert starting_extent(254, 5, 11) == Extent(rows=254, epochs=200, seeds=5, remedies=11)
