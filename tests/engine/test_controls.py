"""Each control trains what it says: compared with plain training on data changed by hand."""

from dataclasses import replace

import numpy as np
import pytest

from wellfit.engine.export import to_keras
from wellfit.engine.fit_many import fit_many
from wellfit.engine.streams import Stream
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe

FAST = Recipe(name="fast", network=DenseNetwork(units=(8,)), optimizer=Optimizer(learning_rate=0.03), batch_size=8)
EPOCHS = 10
SEED = 1


@pytest.fixture(scope="module")
def runs(binary, session):
    controls = {"permuted_labels": 1, "zeroed_inputs": 1, "one_batch": 1}
    return fit_many(FAST, binary, seeds=[SEED, 2], epochs=EPOCHS, controls=controls, session=session)


def assert_trained_like(runs, control, data, session):
    by_hand = fit_many(FAST, data, seeds=[SEED], epochs=EPOCHS, session=session)
    for column in ("train_loss", "train_metric", "validation_loss", "selection_loss", "selection_metric"):
        np.testing.assert_allclose(
            runs.measure("fast", column, control), by_hand.measure("fast", column), rtol=1e-4, atol=1e-6
        )


def test_controls_train_beside_the_plain_members_with_the_first_seeds(runs):
    pairs = [(member.control, member.seed) for member in runs.members]
    assert pairs == [("none", 1), ("none", 2), ("permuted_labels", 1), ("zeroed_inputs", 1), ("one_batch", 1)]
    assert runs.cost.programs <= 1


def test_zeroed_inputs(runs, binary, session):
    blank = replace(binary, blocks={"dense": np.zeros_like(binary.blocks["dense"])})
    assert_trained_like(runs, "zeroed_inputs", blank, session)
    (rows,) = runs.last_rows("fast", "zeroed_inputs")
    assert len(np.unique(rows.round(4))) == 2  # one loss a class: the network cannot tell rows apart


def test_permuted_labels(runs, binary, session):
    train = binary.rows("train")
    inputs, targets = (
        part[0, 0] for part in Stream(seed=SEED, control="permuted_labels").batches(len(train), len(train), range(1))
    )
    shuffled = binary.target.copy()
    shuffled[train[inputs]] = binary.target[train[targets]]
    assert_trained_like(runs, "permuted_labels", replace(binary, target=shuffled), session)


def test_one_batch_is_learned_by_heart(runs, binary):
    """Eight rows can be, whatever they are; the other training rows cannot yet."""
    ours, plain = (runs.measure("fast", "train_loss", control) for control in ("one_batch", "none"))
    assert ours[0, -1] < 0.15 < plain.min()

    numbers = binary.rows("train")[Stream(seed=SEED).batches(len(binary.rows("train")), 8, range(1))[0][0, 0]]
    model = to_keras(runs.of("fast", "one_batch")[0], binary, "last")
    loss, _ = model.evaluate(binary.blocks["dense"][numbers], binary.target[numbers], verbose=0)
    assert loss < ours[0, -1]  # it is that batch, the first of the plain stream
