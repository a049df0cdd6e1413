"""When members may stop: the rule by itself, then in training."""

import numpy as np
import pytest

from wellfit.engine.fit_many import fit_many
from wellfit.engine.stop import Stop
from wellfit.errors import OptionError
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe

NETWORK = DenseNetwork(units=(8,))
EPOCHS = 40
# A step so small that no weight moves: the validation loss is lowest in epoch 1 and never improves.
STILL = Recipe(name="still", network=NETWORK, optimizer=Optimizer(learning_rate=1e-12), batch_size=8)
SLOW = Recipe(name="slow", network=NETWORK, optimizer=Optimizer(learning_rate=1e-3), batch_size=8)
FAST = Recipe(name="fast", network=NETWORK, optimizer=Optimizer(learning_rate=0.03), batch_size=8)
RECIPES = [STILL, SLOW, FAST]
PLAIN = np.array([False, False])  # of two streams, none is a control


def train(data, session, stop):
    return fit_many(RECIPES, data, seeds=4, epochs=EPOCHS, stop=stop, session=session)


def epochs_of(runs, recipe):
    return [member.epochs for member in runs.of(recipe)]


def test_a_member_stops_once_patience_is_used_up_or_it_failed():
    best, failed = np.array([[1, 5], [9, 9]]), np.array([[False, False], [False, True]])
    assert Stop(patience=5).stopped(best, 10, failed, PLAIN).tolist() == [[True, True], [False, True]]
    assert Stop(patience=9).stopped(best, 10, failed, PLAIN).tolist() == [[True, False], [False, True]]


def test_together_a_recipe_waits_for_its_last_seed():
    best, failed = np.array([[1, 5], [9, 9]]), np.array([[False, False], [False, True]])
    assert Stop(patience=5, together=True).stopped(best, 10, failed, PLAIN).tolist() == [[False, True], [False, True]]


def test_together_a_control_stops_with_the_recipe_and_is_not_waited_for():
    best, failed = np.array([[1], [9]]), np.array([[False], [False]])
    controls = np.array([False, True])
    assert Stop(patience=5, together=True).stopped(best, 10, failed, controls).tolist() == [[True], [True]]


def test_patience_of_no_epoch_is_refused():
    with pytest.raises(OptionError, match=r"Patience must be at least 1 epoch, received 0\."):
        Stop(patience=0)


def test_a_member_that_does_not_improve_stops_after_a_chunk_and_says_so(binary, session):
    runs = train(binary, session, Stop(patience=5))
    for member in runs.of("still"):
        assert (member.result, member.epochs, member.best_epoch) == ("stopped", 10, 1)
        assert member.sentence == "Stopped after epoch 10: the validation loss has not improved since epoch 1."
    for member in runs.of("slow"):
        assert (member.result, member.epochs) == ("trained", EPOCHS)
        assert member.sentence.startswith(f"Trained for {EPOCHS} epochs; the validation loss was lowest in epoch ")


def test_stopping_changes_nothing_before_and_keeps_no_epoch_after(binary, session):
    whole, stopped = train(binary, session, None), train(binary, session, Stop(patience=5))
    assert stopped.curves.group_by("recipe", "seed").len()["len"].to_list() != [EPOCHS] * 12
    for member in stopped.members:
        name, seed, epochs = member.recipe.name, member.seed, member.epochs
        mine = stopped.measure(name, "train_loss")[seed]
        np.testing.assert_array_equal(mine[:epochs], whole.measure(name, "train_loss")[seed, :epochs])
        assert np.isnan(mine[epochs:]).all()


def test_seeds_that_stop_together_have_curves_of_one_length(binary, session):
    apart, together = (train(binary, session, Stop(patience=8, together=flag)) for flag in (False, True))
    assert len(set(epochs_of(apart, "fast"))) > 1
    for name in ("still", "slow", "fast"):
        assert epochs_of(together, name) == [max(epochs_of(apart, name))] * 4


def test_members_that_all_stop_before_the_end_are_all_called_stopped(binary, session):
    runs = fit_many([STILL], binary, seeds=2, epochs=EPOCHS, stop=Stop(patience=5), session=session)
    assert [member.result for member in runs.members] == ["stopped", "stopped"]
    assert runs.curves["epoch"].max() == 10


def test_jointly_the_mean_decides_and_not_the_last_member():
    # Three streams, two recipes: the first recipe's mean is lowest in epoch 2 though its last stream falls to the end.
    losses = np.full((3, 4, 2), 1.0)
    losses[:, :, 0] = [[5, 1, 4, 9], [5, 1, 4, 9], [5, 4, 3, 2]]
    losses[:, :, 1] = [[4, 3, 2, 1], [4, 3, 2, 1], [np.nan, np.nan, np.nan, np.nan]]
    controls = np.array([False, False, False])
    stop = Stop(patience=2, together=True, jointly=True)
    best = stop.joint_best(losses, controls)
    assert best.tolist() == [[2, 4]] * 3
    assert stop.stopped(best, 4, np.zeros((3, 2), bool), controls).tolist() == [[True, False]] * 3
    assert stop.joint_best(np.full((1, 4, 2), np.nan), np.array([False])).tolist() == [[0, 0]]


def test_jointly_in_training(dataset, session):
    runs = fit_many(
        RECIPES,
        dataset("binary"),
        seeds=4,
        folds=3,
        epochs=EPOCHS,
        stop=Stop(patience=5, jointly=True),
        session=session,
    )
    for recipe in RECIPES:
        lengths = set(epochs_of(runs, recipe.name))
        assert len(lengths) == 1
        mean = runs.measure(recipe.name, "validation_loss").mean(axis=0)
        (length,) = lengths
        assert length == EPOCHS or length - (1 + mean.argmin()) >= 5
    assert epochs_of(runs, "still")[0] < EPOCHS
