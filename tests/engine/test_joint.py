"""The epoch at which folds are judged: chosen by many rows, and by none of those that judge."""

from types import SimpleNamespace

import numpy as np
import pytest

from wellfit.data.folds import with_folds
from wellfit.engine.fit_many import fit_many
from wellfit.engine.joint import joint_epochs
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe

NAN = np.nan
FAST = Recipe(name="fast", network=DenseNetwork(units=(8,)), optimizer=Optimizer(learning_rate=0.03), batch_size=8)


def parts(selections, validations):
    """As much of a dataset as the choice looks at."""
    splits = [SimpleNamespace(selection=[s], validation=[v]) for s, v in zip(selections, validations, strict=True)]
    return SimpleNamespace(folds=[SimpleNamespace(splits=split) for split in splits])


def test_by_hand():
    data = parts([0, 1, 2], [1, 2, 0])  # the rows that judge fold 0 are the validation rows of fold 2, and so on
    curves = np.array([[3.0, 1, 9], [3, 2, 9], [3, 9, 1], [3, 9, 2], [1, 9, 4], [1, 9, 5]])
    folds = np.repeat([0, 1, 2], 2)
    # Mean curves of the folds: [3, 1.5, 9], [3, 9, 1.5], [1, 9, 4.5]. Fold 0 by 0 and 1: [3, 5.25, 5.25];
    # fold 1 by 1 and 2: [2, 9, 3]; fold 2 by 0 and 2: [2, 5.25, 6.75].
    assert joint_epochs(data, folds, curves).tolist() == [1] * 6
    curves[:, 0] = 8
    # Fold 0: [8, 5.25, 5.25], the first of equal ones; fold 1: [8, 9, 3]; fold 2: [8, 5.25, 6.75].
    assert joint_epochs(data, folds, curves).tolist() == [2, 2, 3, 3, 2, 2]


def test_rows_that_judge_do_not_choose():
    data = parts([0, 1, 2], [1, 2, 0])
    curves = np.array([[2.0, 1, 3], [2, 1, 3], [9, 9, -99]])
    assert joint_epochs(data, np.arange(3), curves).tolist()[0] == 2  # fold 2 was measured on the rows of fold 0
    assert joint_epochs(data, np.arange(3), curves).tolist()[1:] == [3, 3]


def test_curves_that_ended_keep_their_last_value_and_failed_members_are_passed_over():
    data = parts([0, 1, 2], [1, 2, 0])
    curves = np.array([[4.0, 2, NAN], [4, np.inf, np.inf], [4, 3, 3], [4, 3, 3], [NAN] * 3, [NAN] * 3])
    assert joint_epochs(data, np.repeat([0, 1, 2], 2), curves).tolist() == [2] * 6
    assert joint_epochs(data, np.arange(3), np.full((3, 2), NAN)).tolist() == [0, 0, 0]


@pytest.fixture(scope="module")
def runs(dataset, session):
    return fit_many(FAST, with_folds(dataset("regression"), 4), seeds=2, epochs=12, session=session)


def test_members_are_judged_at_the_joint_epoch(runs):
    epochs = runs.best_epochs("fast")
    losses = runs.curves.sort("fold", "seed", "epoch")["selection_loss"].to_numpy().reshape(8, 12)
    np.testing.assert_allclose(runs.member_losses("fast"), losses[np.arange(8), epochs - 1], rtol=1e-5)
    members = runs.of("fast")
    first = members[0].epoch_rows[epochs[0] - 1]
    assert runs.best_rows("fast")[0, : len(first)].tolist() == first.tolist()
    np.testing.assert_allclose(members[0].epoch_rows[-1], members[0].last_rows)
    np.testing.assert_allclose(members[0].epoch_rows[members[0].best_epoch - 1], members[0].best_rows)


def test_without_folds_it_is_each_member_s_own(dataset, session):
    runs = fit_many(FAST, dataset("regression"), seeds=2, epochs=12, session=session)
    assert runs.best_epochs("fast").tolist() == [member.best_epoch for member in runs.of("fast")]
    assert runs.of("fast")[0].epoch_rows is None
