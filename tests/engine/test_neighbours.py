"""A member is the same whoever trains beside it, a broken one included."""

from dataclasses import replace

import numpy as np
import pytest

from wellfit.engine.fit_many import fit_many
from wellfit.engine.stop import Stop
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

NETWORK = DenseNetwork(units=(8,))
EPOCHS = 10
CURVES = ("train_loss", "validation_loss", "selection_loss", "train_metric")


def recipe(name, rate=0.01, **regularization):
    penalties = Regularization(**regularization)
    return Recipe(
        name=name, network=NETWORK, optimizer=Optimizer(learning_rate=rate), regularization=penalties, batch_size=8
    )


PLAIN = recipe("plain")
BROKEN = recipe("broken", rate=1e30)


@pytest.fixture(scope="module")
def alone(binary, session):
    return fit_many(PLAIN, binary, seeds=[1], epochs=EPOCHS, session=session)


def assert_same(ours, alone):
    for column in CURVES:
        own = ours.measure("plain", column)[[member.seed for member in ours.of("plain")].index(1)]
        np.testing.assert_allclose(own, alone.measure("plain", column)[0], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    "neighbours",
    [
        [recipe("faster", rate=0.3)],
        [recipe("l2", l2=0.1), recipe("l1", l1=0.1)],
        [
            Recipe(
                name="decay", network=NETWORK, optimizer=Optimizer(learning_rate=0.01, weight_decay=1.0), batch_size=8
            )
        ],
        [BROKEN],
    ],
    ids=["rate", "penalties", "weight decay", "broken"],
)
def test_other_recipes_change_nothing(alone, binary, session, neighbours):
    assert_same(fit_many([*neighbours, PLAIN], binary, seeds=[1], epochs=EPOCHS, session=session), alone)


def test_other_seeds_and_controls_change_nothing(alone, binary, session):
    controls = {"permuted_labels": 1, "zeroed_inputs": 1, "one_batch": 1}
    runs = fit_many(PLAIN, binary, seeds=[1, 0], epochs=EPOCHS, controls=controls, session=session)
    assert_same(runs, alone)


def test_a_member_that_fails_is_a_result_with_its_sentence(binary, session):
    runs = fit_many([BROKEN, PLAIN], binary, seeds=[1], epochs=EPOCHS, session=session)
    (broken,), (plain,) = runs.of("broken"), runs.of("plain")
    assert (broken.result, broken.best_epoch) == ("diverged", 0)
    assert broken.sentence == "The training loss was no longer a finite number in epoch 1."
    assert plain.result == "trained"
    assert np.isfinite(plain.last.trainable[0]).all()


def test_a_member_that_failed_is_not_trained_on_where_members_may_stop(binary, session):
    runs = fit_many([BROKEN, PLAIN], binary, seeds=[1], epochs=20, stop=Stop(patience=20), session=session)
    assert [(member.result, member.epochs) for member in runs.members] == [("diverged", 10), ("trained", 20)]


def test_a_member_without_any_finite_validation_loss_says_so(binary, session):
    dense = binary.blocks["dense"].copy()
    dense[binary.rows("validation")] = np.nan
    unseen = replace(binary, blocks={"dense": dense})
    (member,) = fit_many(PLAIN, unseen, seeds=[1], epochs=EPOCHS, session=session).members
    assert (member.result, member.best_epoch) == ("diverged", 0)
    assert member.sentence == "The validation loss was not a finite number in any epoch."


def test_a_member_that_fails_later_keeps_its_best_epoch(dataset, session):
    """SGD on a squared loss just beyond the stable rate: it doubles its way to infinity."""
    unstable = Recipe(
        name="unstable", network=NETWORK, optimizer=Optimizer(name="sgd", learning_rate=2.0), batch_size=8
    )
    (member,) = fit_many(unstable, dataset("regression"), seeds=1, epochs=EPOCHS, session=session).members
    assert member.result == "diverged"
    assert "no longer a finite number in epoch" in member.sentence
    assert np.isfinite(member.best.trainable[0]).all()
