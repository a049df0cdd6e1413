import numpy as np
import pytest
import scipy.sparse

from wellfit.data.task import Task
from wellfit.workflow.baselines import row_losses
from wellfit.workflow.baselines.choose_columns import strongest
from wellfit.workflow.baselines.probabilities import all_classes
from wellfit.workflow.baselines.scores import scores


def test_losses_by_hand():
    binary = row_losses(np.array([0.9, 0.2]), np.array([1.0, 0.0]), "binary")
    assert binary.tolist() == pytest.approx([-np.log(0.9), -np.log(0.8)])
    several = row_losses(np.array([[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]]), np.array([1, 2]), "multiclass")
    assert several.tolist() == pytest.approx([-np.log(0.3), -np.log(0.8)])
    assert row_losses(np.array([1.5]), np.array([1.0]), "regression").tolist() == [0.25]


def test_a_certain_error_costs_what_it_costs_in_keras():
    assert row_losses(np.array([0.0]), np.array([1.0]), "binary")[0] == pytest.approx(-np.log(1e-7))


def test_regression_is_judged_in_its_own_units(data):
    dataset = data("line")
    rows = dataset.rows("test")
    # One standard deviation off in every row.
    found = scores(dataset.target[rows] + 1.0, rows, dataset)
    assert found.loss == pytest.approx(1.0, abs=1e-5)
    assert found.metric == pytest.approx(dataset.pipeline.target.deviation, rel=1e-4)


def test_classes_are_judged_by_the_most_probable(data):
    dataset = data("thirds")
    rows = dataset.rows("test")
    right = np.eye(3)[dataset.target[rows]]
    assert scores(right, rows, dataset).metric == 1.0
    assert scores(right[:, [1, 2, 0]], rows, dataset).metric == 0.0


def test_missing_classes_get_probability_zero():
    assert all_classes(
        np.array([[0.3, 0.7]]), np.array([0, 1]), Task(kind="binary", target="y", classes=("no", "yes"))
    ).tolist() == [0.7]
    assert all_classes(
        np.array([[1.0]]), np.array([1]), Task(kind="binary", target="y", classes=("no", "yes"))
    ).tolist() == [1.0]


@pytest.mark.parametrize("kind", ["binary", "regression"])
def test_columns_that_never_vary_come_last(kind):
    generator = np.random.default_rng(0)
    target = generator.integers(0, 2, 50).astype(float)
    features = np.stack([np.ones(50), target + generator.normal(0, 0.1, 50), generator.normal(size=50)], axis=1)
    assert strongest(features, target, kind, 1).tolist() == [1]
    assert strongest(features, target, kind, 2).tolist() == [1, 2]


def test_words_are_chosen_without_making_them_dense():
    generator = np.random.default_rng(0)
    target = generator.integers(0, 2, 200)
    present = generator.random((200, 40)) < np.where(np.arange(40) == 17, 0.1 + 0.6 * target[:, None], 0.3)
    words = scipy.sparse.csr_array(present.astype(np.float64))
    assert strongest(words, target, "binary", 1).tolist() == [17]
    assert strongest(words, target.astype(float), "regression", 1).tolist() == [17]
