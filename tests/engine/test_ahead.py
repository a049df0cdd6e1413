"""Items come in order and are made ahead; errors are raised where an item is asked for."""

import threading

import pytest

from wellfit.engine.ahead import ahead


def test_as_many_as_asked_for_are_made_while_the_first_is_used():
    made, enough = [], threading.Event()

    def items():
        for number in range(10):
            made.append(number)
            if number == 2:
                enough.set()
            yield number

    coming = ahead(items(), 2)
    assert next(coming) == 0
    assert enough.wait(timeout=60)
    assert next(coming) == 1
    assert list(coming) == list(range(2, 10))
    assert made == list(range(10))


def test_an_error_comes_in_its_turn_and_ends_the_items():
    def items():
        yield "first"
        raise ValueError("the second cannot be made")

    coming = ahead(items(), 2)
    assert next(coming) == "first"
    with pytest.raises(ValueError, match="the second cannot be made"):
        next(coming)


def test_whoever_stops_early_leaves_the_rest_unmade():
    made = []

    def items():
        for number in range(100):
            made.append(number)
            yield number

    coming = ahead(items(), 1)
    next(coming)
    coming.close()
    assert len(made) <= 3


def test_nothing_is_made_of_nothing():
    assert list(ahead(iter(()), 3)) == []
