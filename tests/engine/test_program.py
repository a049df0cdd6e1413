"""However a program is cut up, streams in turn or rows in pieces, its numbers are the same."""

import numpy as np
import pytest

from wellfit.engine.fit_many import fit_many
from wellfit.engine.session import Session
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe

NETWORK = DenseNetwork(units=(8,))
RECIPES = [
    Recipe(name="plain", network=NETWORK, batch_size=8),
    Recipe(name="faster", network=NETWORK, batch_size=8, optimizer=Optimizer(learning_rate=0.01)),
]


def train(data):
    return fit_many(RECIPES, data, seeds=3, epochs=3, controls={"zeroed_inputs": 1}, session=Session())


@pytest.fixture(scope="module")
def whole(binary):
    return train(binary)


@pytest.mark.parametrize(
    "constant",
    ["wellfit.engine.population.WIDE_BATCH_BYTES", "wellfit.engine.program.EVALUATION_ROWS"],
    ids=["one stream at a time", "held-out rows four at a time"],
)
def test_cut_up_it_gives_the_same(whole, binary, monkeypatch, constant):
    monkeypatch.setattr(constant, 4)
    assert len(binary.rows("validation")) % 4  # the last piece is filled up, and what fills it is not counted
    parts = train(binary)
    numbers = [runs.curves.drop("recipe", "control").to_numpy() for runs in (parts, whole)]
    np.testing.assert_allclose(*numbers, rtol=1e-4, atol=1e-6)
    for ours, theirs in zip(parts.members, whole.members, strict=True):
        np.testing.assert_allclose(ours.last_rows, theirs.last_rows, rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(ours.last.trainable[0], theirs.last.trainable[0], rtol=1e-4, atol=1e-6)
