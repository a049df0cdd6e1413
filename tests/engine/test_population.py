"""A population's arrays: members that stopped leave them, and nobody's numbers change."""

from dataclasses import replace

import numpy as np
import pytest

from wellfit.engine.fit_many import fit_many
from wellfit.engine.folds import facts
from wellfit.engine.plans import cost
from wellfit.engine.plans.plan import Plan
from wellfit.engine.population import Population
from wellfit.engine.session import Session
from wellfit.engine.stop import Stop
from wellfit.engine.streams import Stream
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe

NETWORK = DenseNetwork(units=(8,))
STILL = Recipe(name="still", network=NETWORK, optimizer=Optimizer(learning_rate=1e-12), batch_size=8)
SLOW = Recipe(name="slow", network=NETWORK, optimizer=Optimizer(learning_rate=1e-3), batch_size=8)
ALSO = Recipe(name="also slow", network=NETWORK, optimizer=Optimizer(learning_rate=2e-3), batch_size=8)


def train(data, plan, session):
    recipes, stop = [STILL, SLOW, ALSO], Stop(patience=5)
    return fit_many(recipes, data, seeds=3, epochs=40, stop=stop, plan=plan, session=session)


@pytest.mark.parametrize("devices", [1, 2])
def test_members_that_stopped_leave_and_the_others_train_on_the_same(binary, monkeypatch, devices):
    plan = Plan(layout="together", devices=devices)
    session = Session()
    whole = train(binary, plan, session)
    assert session.programs == 1  # a few epochs of so small a network do not repay another program
    monkeypatch.setattr(cost, "COMPILING", 0.0)
    smaller = train(binary, plan, session)
    assert session.programs > 1
    for ours, theirs in zip(smaller.members, whole.members, strict=True):
        assert (ours.epochs, ours.best_epoch, ours.result) == (theirs.epochs, theirs.best_epoch, theirs.result)
        np.testing.assert_allclose(ours.last.trainable[0], theirs.last.trainable[0], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(smaller.curves["train_loss"], whole.curves["train_loss"], rtol=1e-4)


def test_the_arrays_shrink_to_the_members_that_run(binary, monkeypatch):
    monkeypatch.setattr(cost, "COMPILING", 0.0)
    population = Population(
        [[STILL, SLOW, ALSO]], [Stream(seed=i) for i in range(3)], binary, Session(), Plan(layout="together")
    )
    running = np.array([[False, True, False], [False, False, False], [False, True, False]])
    population.compact([running], epochs=100)
    members = population.groups[0].members
    assert members.epoch.shape == (2, 1)
    found = population.copies(population.groups[0], running)
    assert sorted(found) == [(0, 1), (2, 1)]
    (told,) = facts(binary, population.steps)
    start = population.groups[0].template.start(SLOW, 2, len(population.numbers.selection), told)
    np.testing.assert_array_equal(found[2, 1].weights.trainable[0], start.weights.trainable[0])
    measures, _ = population.run(range(1))
    np.testing.assert_array_equal(np.isfinite(measures[0].train_loss[:, 0]), running)


def test_long_training_of_large_networks_repays_another_program(binary):
    template = Session().template([SLOW], binary)
    assert cost.worth_compacting(template, before=20, after=10, steps=10_000)
    assert not cost.worth_compacting(template, before=20, after=10, steps=100)
    assert not cost.worth_compacting(template, before=20, after=20, steps=10**9)


def test_multiplications_are_weights_for_each_place_where_they_are_applied(binary):
    template = Session().template([SLOW], binary)
    inputs = binary.blocks["dense"].shape[1]
    assert cost.multiplications(template.model) == (inputs + 1) * 8 + 9


def test_on_two_devices_nothing_need_be_set_aside_for_selection(binary):
    """XLA returns the empty losses on all devices alike, and the next chunk takes them back."""
    parts = replace(binary.splits, selection=np.array([], int))
    plan, streams = Plan(layout="together", devices=2), [Stream(seed=seed) for seed in range(4)]
    population = Population([[SLOW]], streams, replace(binary, splits=parts), Session(), plan)
    losses = [population.run(range(first, first + 2))[0][0].train_loss for first in (0, 2)]
    assert np.isfinite(losses).all()
