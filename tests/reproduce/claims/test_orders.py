"""Claims that one variant lies below, before or above another."""

import numpy as np
import pytest

from wellfit.diagnosis.effects import effect
from wellfit.reproduce.claims import Earlier, Lower, RisesMore, Turns

WORDS = {"what": "a and b", "reported": "so it says"}


def rows(middle, spread, seed):
    return middle + np.random.default_rng(seed).normal(0, spread, (3, 50))


@pytest.mark.parametrize("middle, agrees", [(-1.0, "yes"), (1.0, "no"), (0.0, "undecided")])
def test_lower_is_the_effect_over_seeds_and_rows(made, middle, agrees):
    held = {"a": rows(middle, 0.3, 0), "b": rows(0.0, 0.3, 1)}
    judged = Lower(**WORDS, variant="a", than="b").judge(made({"a": [[1.0]] * 3, "b": [[1.0]] * 3}, held))
    assert judged.agrees == agrees
    assert judged.found == effect(held["a"], held["b"]).interval


def test_lower_with_the_penalty_inside_compares_what_keras_shows(made):
    curves = {"a": [[1.0, 2.0], [1.1, 2.0], [0.9, 2.0]], "b": [[2.0, 2.0], [2.2, 2.3], [2.1, 2.0]]}
    inside = {"a": [[5.0, 4.0], [5.1, 4.1], [5.2, 4.2]], "b": [[2.0, 2.5], [2.1, 2.5], [2.2, 2.5]]}
    held = {"a": rows(-1.0, 0.1, 0), "b": rows(0.0, 0.1, 1)}
    found = made(curves, held, validation_loss_with_penalty=inside)
    assert Lower(**WORDS, variant="a", than="b").judge(found).agrees == "yes"
    judged = Lower(**WORDS, variant="a", than="b", penalised=True).judge(found)
    assert (judged.agrees, judged.found.value) == ("no", pytest.approx(2.0))


def test_lower_where_all_diverged_is_undecided(made):
    held = {"a": np.full((2, 3), np.nan), "b": np.ones((2, 3))}
    judged = Lower(**WORDS, variant="a", than="b").judge(made({"a": [[1.0]] * 2, "b": [[1.0]] * 2}, held))
    assert judged.agrees == "undecided"


def test_lower_needs_two_seeds(made):
    held = {"a": np.array([[1.0, 2.0]]), "b": np.array([[3.0, 5.0]])}
    judged = Lower(**WORDS, variant="a", than="b").judge(made({"a": [[1.0]], "b": [[1.0]]}, held))
    assert (judged.agrees, judged.why) == ("undecided", "one seed says nothing about the spread")


def turned(epochs, length=8):
    """A loss a seed that falls by 1 an epoch to 1 at this epoch, and rises by 1 after it."""
    return [[1.0 + abs(epoch - best) for epoch in range(1, length + 1)] for best in epochs]


@pytest.mark.parametrize(
    "one, other, agrees",
    [([2, 3, 2], [6, 6, 7], "yes"), ([6, 6, 7], [2, 3, 2], "no"), ([2, 6, 4], [4, 2, 6], "undecided")],
)
def test_earlier_compares_epochs_seed_by_seed(made, one, other, agrees):
    curves = {"a": turned(one), "b": turned(other)}
    found = made(curves)
    judged = Earlier(**WORDS, variant="a", than="b").judge(found)
    assert (judged.agrees, judged.measure) == (agrees, "difference of epochs")
    assert judged.found.value == pytest.approx(np.mean(one) - np.mean(other))


def test_rises_more_is_the_difference_of_what_was_lost_since_the_minimum(made):
    found = made({"a": turned([2, 2, 3]), "b": turned([7, 6, 7])})
    judged = RisesMore(**WORDS, variant="a", than="b").judge(found)
    assert (judged.agrees, judged.found.value) == ("yes", pytest.approx((6 + 6 + 5 - 1 - 2 - 1) / 3))
    assert RisesMore(**WORDS, variant="b", than="a").judge(found).agrees == "no"


FLAT = [[3.0, 2.0, 1.0, 1.0], [3.0, 2.0, 1.01, 1.0], [3.0, 2.0, 1.0, 1.01]]


@pytest.mark.parametrize(
    "losses, expected, agrees",
    [
        (turned([3, 3, 4]), True, "yes"),
        (turned([3, 3, 4]), False, "no"),
        (FLAT, False, "yes"),
        (FLAT, True, "no"),
        ([[1.0, 1.0], [1.0, 3.0], [1.0, 1.0]], True, "undecided"),
    ],
)
def test_turns_where_the_rise_is_one_that_is_seen(made, losses, expected, agrees):
    judged = Turns(**WORDS, variant="a", expected=expected).judge(made({"a": losses}))
    assert (judged.agrees, judged.why) == (agrees, "a rise by 5% of the lowest loss counts as visible")


def test_one_seed_says_nothing_of_turning(made):
    judged = Turns(**WORDS, variant="a", expected=True).judge(made({"a": [[1.0, 3.0]]}))
    assert (judged.agrees, judged.why) == ("undecided", "one seed says nothing about the spread")
