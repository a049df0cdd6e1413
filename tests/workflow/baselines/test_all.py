"""What every baseline keeps to, on every kind of data."""

import dataclasses

import numpy as np
import pytest

from wellfit.workflow.baselines import FAMILY, row_losses

KINDS = ["line", "logistic", "thirds", "pair", "texts", "images"]


@pytest.mark.parametrize("name", FAMILY)
@pytest.mark.parametrize("kind", KINDS)
def test_scores_belong_to_the_rows(data, kind, name):
    dataset = data(kind)
    found = FAMILY[name](dataset, seed=0)
    rows = dataset.rows("selection")
    assert found.name == name
    assert found.selection_rows.shape == rows.shape
    assert np.isfinite(found.selection_rows).all()
    assert found.selection.loss == pytest.approx(found.selection_rows.mean())
    assert found.score(rows) == found.selection
    known = row_losses(found.predict(rows), dataset.target[rows], dataset.task.kind)
    assert known.tolist() == found.selection_rows.tolist()


@pytest.mark.parametrize("name", FAMILY)
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_numbers(data, kind, name):
    one, other = (FAMILY[name](data(kind), seed=3, max_rows=200) for _ in range(2))
    assert one.selection_rows.tolist() == other.selection_rows.tolist()


@pytest.mark.parametrize("name", FAMILY)
@pytest.mark.parametrize("kind", KINDS)
def test_selection_and_test_rows_are_not_looked_at(data, kind, name):
    dataset = data(kind)
    target = dataset.target.copy()
    for split in ("selection", "test"):
        target[dataset.rows(split)] = target[dataset.rows(split)][::-1]
    rows = dataset.rows("test")
    one = FAMILY[name](dataset, seed=0).predict(rows)
    other = FAMILY[name](dataclasses.replace(dataset, target=target), seed=0).predict(rows)
    assert one.tolist() == other.tolist()


@pytest.mark.parametrize("name", ["linear", "boosting"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_there_is_to_learn_is_learned(data, kind, name):
    dataset = data(kind)
    constant = FAMILY["constant"](dataset).score(dataset.rows("test"))
    found = FAMILY[name](dataset, seed=0).score(dataset.rows("test"))
    assert found.loss < 0.75 * constant.loss


@pytest.mark.parametrize("name", ["linear", "boosting"])
def test_random_labels_teach_nothing(data, name):
    dataset = data("chance")
    rows = np.concatenate([dataset.rows("selection"), dataset.rows("test")])
    constant = FAMILY["constant"](dataset)
    assert FAMILY[name](dataset, seed=0).score(rows).loss > constant.score(rows).loss - 0.01


@pytest.mark.parametrize("name", ["linear", "boosting"])
def test_rows_left_out_are_said(data, name):
    dataset = data("logistic")
    assert FAMILY[name](dataset, seed=0).note == ""
    found = FAMILY[name](dataset, seed=0, max_rows=100)
    assert found.note == f"Fitted on 100 of {len(dataset.rows('train'))} training rows, to save time."
