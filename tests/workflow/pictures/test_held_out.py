"""Which rows are worth a look, on answers written out by hand."""

import numpy as np
import pytest

from wellfit.workflow.pictures import HeldOut


def made(truth, predicted):
    truth = np.array(truth)
    return HeldOut(split="test", rows=10 + np.arange(len(truth)), truth=truth, predicted=np.array(predicted))


def test_the_surest_mistake_comes_first():
    three = made([0, 0, 1, 2], [[0.1, 0.7, 0.2], [0.8, 0.1, 0.1], [0.95, 0.05, 0.0], [0.5, 0.1, 0.4]])
    assert three.mistakes(9).tolist() == [2, 0, 3]
    assert three.mistakes(1).tolist() == [2]


def test_doubt_is_between_the_two_likeliest():
    three = made([0, 0, 0], [[0.5, 0.5, 0.0], [0.4, 0.3, 0.3], [0.34, 0.33, 0.33]])
    assert three.unsure(2).tolist() == [0, 2]


def test_a_label_is_suspected_by_what_is_usual_for_the_other_class():
    """Rows of class 1 get 0.6 in the mean: 0.55 for it is no reason to doubt a label 0, and 0.7 is one."""
    one = made([0, 0, 0, 1, 1], [0.1, 0.55, 0.7, 0.5, 0.7])
    places, margin = one.suspected(5)
    assert places.tolist() == [2]
    assert margin == pytest.approx([0.4])


def test_planted_labels_are_found_before_others():
    draw = np.random.default_rng(0)
    real = draw.integers(0, 3, 300)
    chances = np.full((300, 3), 0.05) + draw.random((300, 3)) * 0.1
    chances[np.arange(300), real] += 0.75
    chances /= chances.sum(axis=1, keepdims=True)
    said, planted = real.copy(), draw.choice(300, 6, replace=False)
    said[planted] = (said[planted] + 1) % 3
    assert set(made(said, chances).suspected(6)[0]) == set(planted)


def test_a_class_without_rows_is_never_suspected():
    assert made([0, 0], [[0.1, 0.1, 0.8], [0.9, 0.1, 0.0]]).suspected(5)[0].tolist() == []


def test_answers_that_are_no_numbers_are_no_doubt():
    assert made([0, 1], [np.nan, 0.4]).unsure(5).tolist() == [1]
