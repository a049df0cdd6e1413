"""The weights kept are those of the epoch with the lowest validation loss."""

import numpy as np
import pytest

from wellfit.engine.fit_many import fit_many
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe

FAST = Recipe(name="fast", network=DenseNetwork(units=(8,)), optimizer=Optimizer(learning_rate=0.1), batch_size=8)
EPOCHS = 20


@pytest.fixture(scope="module")
def runs(binary, session):
    return fit_many(FAST, binary, seeds=4, epochs=EPOCHS, session=session)


def test_the_best_epoch_is_the_first_with_the_lowest_validation_loss(runs):
    losses = runs.measure("fast", "validation_loss")
    assert [member.best_epoch for member in runs.members] == (losses.argmin(axis=1) + 1).tolist()


def test_best_weights_are_those_of_a_run_that_ends_there(runs, binary, session):
    member = next(member for member in runs.members if 1 < member.best_epoch < EPOCHS)
    shorter = fit_many(FAST, binary, seeds=[member.seed], epochs=member.best_epoch, session=session).members[0]
    for best, last, end in zip(member.best.trainable, shorter.last.trainable, member.last.trainable, strict=True):
        np.testing.assert_allclose(best, last, rtol=1e-3, atol=1e-5)
        assert np.abs(best - end).max() > 1e-2  # the end is elsewhere
    np.testing.assert_allclose(member.best_rows, shorter.last_rows, rtol=1e-3, atol=1e-5)


def test_rows_add_up_to_the_curves(runs):
    """Losses on selection rows at the best and last epoch have the means that the curves show there."""
    curve = runs.measure("fast", "selection_loss")
    best = [member.best_epoch - 1 for member in runs.members]
    np.testing.assert_allclose(runs.best_rows("fast").mean(axis=1), curve[range(4), best], rtol=1e-5)
    np.testing.assert_allclose(runs.last_rows("fast").mean(axis=1), curve[:, -1], rtol=1e-5)
