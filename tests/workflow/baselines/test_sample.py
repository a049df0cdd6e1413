import dataclasses

import numpy as np
import pytest

from wellfit.workflow.baselines import FAMILY
from wellfit.workflow.baselines.sample import sample


def test_drawn_rows_are_different_and_in_order(data):
    rows = np.arange(100, 600)
    drawn = sample(data("line"), rows, 50, seed=0)
    assert len(set(drawn)) == 50
    assert drawn.tolist() == sorted(drawn)
    assert np.isin(drawn, rows).all()
    assert sample(data("line"), rows, 50, seed=1).tolist() != drawn.tolist()


@pytest.fixture
def lopsided(data):
    """Three classes, of which the last has three training rows only."""
    dataset = data("thirds")
    target = np.where(dataset.target == 2, 1, dataset.target)
    target[dataset.rows("train")[[5, 50, 300]]] = 2
    return dataclasses.replace(dataset, target=target)


def test_a_class_too_rare_for_the_draw_comes_back(lopsided):
    train = lopsided.rows("train")
    assert 2 not in lopsided.target[np.random.Generator(np.random.PCG64(0)).choice(train, 20, replace=False)]
    assert (lopsided.target[sample(lopsided, train, 20, seed=0)] == 2).sum() == 3


@pytest.mark.parametrize("name", FAMILY)
def test_every_class_has_its_column(lopsided, name):
    found = FAMILY[name](lopsided, seed=0, max_rows=30)
    assert found.predict(lopsided.rows("test")).shape == (len(lopsided.rows("test")), 3)
