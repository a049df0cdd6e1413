import numpy as np
import pytest

from wellfit.workflow.baselines import constant, linear


def test_a_line_is_found_to_the_noise(data):
    found = linear.fit(data("line"), seed=0)
    # Noise of deviation 0.5 in units of y: mean absolute error 0.5 * sqrt(2 / pi).
    assert found.selection.metric == pytest.approx(0.5 * np.sqrt(2 / np.pi), rel=0.2)


def test_probabilities_are_those_the_labels_were_drawn_with(data):
    dataset = data("logistic")
    found = linear.fit(dataset, seed=0)
    rows = np.concatenate([dataset.rows("selection"), dataset.rows("test")])
    # What is claimed (mean confidence in the answer given) and what holds (accuracy) agree.
    probability = found.predict(rows)
    assert np.maximum(probability, 1 - probability).mean() == pytest.approx(found.score(rows).metric, abs=0.05)


def test_a_product_of_two_columns_is_out_of_reach(data):
    dataset = data("crossed")
    assert linear.fit(dataset).selection.loss > constant.fit(dataset).selection.loss - 0.01


def test_words_stay_sparse_and_are_used(data):
    # A sentence of 20 words holds a telling one with probability 1 - 0.9 ** 20 = 0.88; the rest is guessed: 0.94.
    dataset = data("texts")
    rows = np.concatenate([dataset.rows("selection"), dataset.rows("test")])
    assert linear.fit(dataset).score(rows).metric > 0.88
