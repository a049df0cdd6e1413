import pytest

from wellfit.workflow.levels.extent import Wanted, affordable
from wellfit.workflow.plan import FILL, Shape, Speed

SHAPE = Shape(features=0, parameters=100, batch=10)
ALL = Wanted(recipes=3, seeds=3, epochs=20)


def test_rates_go_first_then_epochs_then_seeds():
    order = [(one.recipes, one.seeds, one.epochs) for one in ALL.fewer()]
    assert order == [(3, 3, 20), (2, 3, 20), (1, 3, 20), (1, 3, 10), (1, 3, 5), (1, 2, 5)]


@pytest.mark.parametrize("kept", range(6))
def test_the_most_that_fits_is_taken(kept):
    speed = Speed(seconds_a_unit=1e-7, seconds_a_program=1.0)
    wanted = list(ALL.fewer())[kept]
    left = wanted.seconds(1000, speed, SHAPE) / FILL
    assert affordable(ALL, 1000, speed, SHAPE, 1.001 * left) == wanted


def test_where_not_even_the_least_fits_nothing_is_begun():
    assert affordable(ALL, 1000, Speed(seconds_a_unit=1e-7, seconds_a_program=1.0), SHAPE, 2.0) is None
