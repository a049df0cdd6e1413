import numpy as np
import pytest

from wellfit.workflow.baselines import constant


def test_two_classes_cost_the_entropy_of_their_shares(data):
    dataset = data("logistic")
    share = dataset.target[dataset.rows("train")].mean()
    entropy = -share * np.log(share) - (1 - share) * np.log(1 - share)
    found = constant.fit(dataset).score(dataset.rows("train"))
    assert found.loss == pytest.approx(entropy)
    assert found.metric == pytest.approx(max(share, 1 - share))


def test_several_classes_cost_the_entropy_of_their_shares(data):
    dataset = data("thirds")
    shares = np.bincount(dataset.target[dataset.rows("train")]) / len(dataset.rows("train"))
    found = constant.fit(dataset).score(dataset.rows("train"))
    assert found.loss == pytest.approx(-(shares * np.log(shares)).sum())
    assert found.metric == pytest.approx(shares.max())


def test_a_standardised_target_costs_its_variance(data):
    # The target is standardised on the training rows: variance 1. Normal with variance 16 + 9 + 0.25 in its own
    # units, the mean absolute error of the mean is sqrt(25.25 * 2 / pi) = 4.01.
    dataset = data("line")
    found = constant.fit(dataset).score(dataset.rows("train"))
    assert found.loss == pytest.approx(1.0, abs=1e-5)
    assert found.metric == pytest.approx(4.01, rel=0.1)
