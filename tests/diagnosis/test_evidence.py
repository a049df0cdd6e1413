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
