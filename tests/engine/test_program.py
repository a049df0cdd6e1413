"""However a program is run, side by side, in turn, on several devices or in pieces, its numbers are the same."""

from dataclasses import replace

import numpy as np
import pytest

from wellfit.engine.fit_many import fit_many
from wellfit.engine.plans.plan import LAYOUTS, Plan
from wellfit.engine.session import Session
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe

NETWORK = DenseNetwork(units=(8,))
RECIPES = [
    Recipe(name="plain", network=NETWORK, batch_size=8),
    Recipe(name="faster", network=NETWORK, batch_size=8, optimizer=Optimizer(learning_rate=0.01)),
]


CONTROLS = {"zeroed_inputs": 1, "permuted_labels": 1}
PLANS = [Plan(layout=layout, devices=devices) for layout in LAYOUTS for devices in (1, 2)]


def train(data, plan=None):
    return fit_many(RECIPES, data, seeds=3, epochs=3, controls=CONTROLS, session=Session(), plan=plan)


def assert_same(ours, theirs):
    numbers = [runs.curves.drop("recipe", "control").to_numpy() for runs in (ours, theirs)]
    np.testing.assert_allclose(*numbers, rtol=1e-4, atol=1e-6)
    for one, other in zip(ours.members, theirs.members, strict=True):
        np.testing.assert_allclose(one.last_rows, other.last_rows, rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(one.last.trainable[0], other.last.trainable[0], rtol=1e-4, atol=1e-6)


@pytest.fixture(scope="module")
def whole(binary):
    return train(binary, Plan(layout="together"))


@pytest.mark.quick("turns-1", "apart-1", "streams-2", "together-2")
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.layout}-{plan.devices}")
def test_every_plan_gives_the_same(whole, binary, plan):
    assert_same(train(binary, plan), whole)


def test_in_pieces_it_gives_the_same(whole, binary, monkeypatch):
    monkeypatch.setattr("wellfit.engine.evaluation.EVALUATION_ROWS", 4)
    assert (len(binary.rows("validation")) + len(binary.rows("selection"))) % 4  # the last piece is filled up
    assert_same(train(binary), whole)


@pytest.mark.slow
def test_devices_take_recipes_where_streams_do_not_go_round(binary):
    """One stream on two devices: each has one of the recipes; three recipes leave a place to be filled."""
    third = replace(RECIPES[0], name="third", optimizer=Optimizer(learning_rate=0.1))
    for recipes in (RECIPES, [*RECIPES, third]):
        both, alone = (
            fit_many(recipes, binary, seeds=1, epochs=2, plan=Plan(layout="together", devices=n)) for n in (2, 1)
        )
        assert_same(both, alone)
