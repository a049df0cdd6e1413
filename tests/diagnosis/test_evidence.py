import dataclasses

import numpy as np
import pytest


def plain(epoch):
    return 0.3 + 0 * epoch


def test_unequal_shapes_are_refused(simulated):
    evidence = simulated(plain, plain, truth=0)
    with pytest.raises(ValueError, match=r"selection_last should have shape \(5, 200\), received \(5, 199\)"):
        dataclasses.replace(evidence, selection_last=evidence.selection_last[:, 1:])


def test_failed_members_are_left_out_of_everything(simulated):
    evidence = simulated(plain, plain, truth=0, failed=np.array([False, True, False, False, False]))
    evidence.selection_last[4, 0] = np.inf
    kept = evidence.without_failed()
    assert kept.seeds == 3
    assert kept.train_loss.tolist() == evidence.train_loss[[0, 2, 3]].tolist()
    assert kept.bigger_best.shape == (3, 200)
    assert kept.constant_rows.shape == (200,)


def test_with_folds_members_are_seeds_of_each_fold_and_a_fold_that_failed_is_left_out(simulated):
    two = simulated(plain, plain, truth=0, seeds=2, rows=12)
    curves = {name: np.tile(getattr(two, name), (4, 1)) for name in ("train_loss", "validation_loss")}
    folds = np.repeat([0, 1, 2, 3], 3)
    evidence = dataclasses.replace(two, **curves, failed=np.arange(8) == 3, row_folds=folds)
    assert (evidence.folds, evidence.seeds, evidence.trained) == (4, 2, "2 seeds in each of 4 folds")
    assert evidence.counts == {"seeds": 2, "folds": 4}
    kept = evidence.without_failed()  # member 3 is the second seed of fold 1
    assert (kept.folds, kept.seeds, kept.trained) == (3, 2, "2 seeds in each of 3 folds")
    assert kept.row_folds.tolist() == [0, 0, 0, 2, 2, 2, 3, 3, 3]
    assert kept.selection_best.tolist() == evidence.selection_best[:, folds != 1].tolist()
    assert kept.train_loss.shape[0] == len(kept.failed) == 6
    assert kept.constant_rows.shape == (9,)
    assert dataclasses.replace(evidence, failed=np.ones(8, bool)).without_failed().seeds == 0


def test_the_rows_that_judge_are_counted_one_by_one(simulated):
    evidence = simulated(plain, plain, truth=0, rows=12)
    assert evidence.judged == "12 rows"
    assert dataclasses.replace(evidence, selection_rows=165).judged == "165 rows"
