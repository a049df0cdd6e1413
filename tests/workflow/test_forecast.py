"""Seconds that are forecast from a measured speed, and what of the last training they leave room for."""

import itertools
from dataclasses import replace

import pytest

from wellfit.workflow.forecast import affordable, final_seconds, forecast
from wellfit.workflow.plan import Extent, Plan, Shape, Speed

SHAPE = Shape(features=10, parameters=1_000, batch=100)
EXTENT = Extent(rows=10_000, epochs=40, seeds=5, remedies=11)
SPEED = Speed(seconds_a_unit=1e-10, seconds_a_program=1.0)


@pytest.mark.parametrize("part, less", [("rows", 1_000), ("epochs", 20), ("seeds", 3), ("remedies", 4)])
def test_less_of_anything_takes_less_time(part, less):
    assert forecast(replace(EXTENT, **{part: less}), SPEED, SHAPE) < forecast(EXTENT, SPEED, SHAPE)


def test_a_machine_of_half_the_speed_takes_twice_as_long():
    half = Speed(seconds_a_unit=2 * SPEED.seconds_a_unit, seconds_a_program=2 * SPEED.seconds_a_program)
    assert forecast(EXTENT, half, SHAPE) == pytest.approx(2 * forecast(EXTENT, SPEED, SHAPE))
    assert final_seconds(EXTENT, half, SHAPE) == pytest.approx(2 * final_seconds(EXTENT, SPEED, SHAPE))


def test_without_remedies_fewer_programs_are_compiled():
    free = replace(SPEED, seconds_a_unit=0.0)
    assert forecast(replace(EXTENT, remedies=0), free, SHAPE) < forecast(EXTENT, free, SHAPE)


def plan(budget, speed=SPEED):
    return Plan(budget=budget, extent=EXTENT, seed=0, told=lambda sentence: None, speed=speed)


def test_the_last_training_keeps_all_where_there_is_time():
    assert affordable(plan(10_000.0), SHAPE, EXTENT) == EXTENT


def test_before_a_speed_was_measured_nothing_is_cut():
    assert affordable(plan(0.001, speed=None), SHAPE, EXTENT) == EXTENT


def test_seeds_go_before_epochs_and_epochs_before_rows():
    slow = replace(SPEED, seconds_a_unit=1e-7)
    order = [affordable(plan(budget, slow), SHAPE, EXTENT) for budget in (2e5, 5e3, 400.0, 1e-3)]
    for before, after in itertools.pairwise(order):
        assert after.seeds <= before.seeds
        assert after.epochs <= before.epochs
        assert after.rows <= before.rows
    for extent in order:
        assert extent.epochs == EXTENT.epochs or extent.seeds == 1
        assert extent.rows == EXTENT.rows or (extent.seeds == 1 and extent.epochs == 4)


def test_a_speed_of_nothing_ends_at_the_floor():
    floor = affordable(plan(0.001, replace(SPEED, seconds_a_unit=1.0)), SHAPE, EXTENT)
    assert floor == Extent(rows=2_000, epochs=4, seeds=1, remedies=11)
