"""What the time is enough for: every rate, the first one, fewer epochs of it, or nothing."""

from types import SimpleNamespace

import pytest

import wellfit
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.networks.priors import Prior
from wellfit.workflow.plan import Extent, Plan, Speed
from wellfit.workflow.prior_time import SHARE, affordable
from wellfit.workflow.priors import recipes_of

PLAIN = wellfit.Recipe(name="plain", network=DenseNetwork(units=(8,)), batch_size=100)
PRIOR = Prior(network=DenseNetwork(units=(3,)), reason="it is small", rates=(0.001, 0.01))
EXTENT = Extent(rows=10_000, epochs=40, seeds=5, remedies=11)


def asked(seconds, *, unit=1e-10):
    """A context in which so many seconds are left for networks by kind of data; a program takes one."""
    speed = Speed(seconds_a_unit=unit, seconds_a_program=1.0)
    plan = Plan(budget=seconds / SHARE, extent=EXTENT, seed=0, told=lambda sentence: None, speed=speed, reserve=0.0)
    runs = SimpleNamespace(of=lambda name: [SimpleNamespace(parameters=1_000)])
    return SimpleNamespace(
        plan=plan, runs=runs, plain=PLAIN, data=SimpleNamespace(features=10, shapes={"dense": (10,)})
    )


def found(context, prior=PRIOR):
    return affordable(context, {prior: recipes_of(prior, PLAIN)}, "capacity")


# One rate for all 40 epochs: 20 epochs × 100 steps × 5 seeds × (6 × 100 × 1,000 + 500,000 + 100 × 10 × 300) units.
ONE = 20 * 100 * 5 * 1_400_000 * 1e-10


@pytest.mark.parametrize(
    ("seconds", "rates", "epochs"),
    [(1.1 + 2 * ONE, 2, 40), (0.9 + 2 * ONE, 1, 40), (1.05 + 0.75 * ONE, 1, 20), (1.05 + 0.5 * ONE, 1, 10)],
)
def test_rates_are_given_up_before_epochs(seconds, rates, epochs):
    context = asked(seconds)
    wanted = found(context)[PRIOR]
    assert (len(wanted.recipes), wanted.epochs) == (rates, epochs)
    if epochs < 40:
        assert context.plan.left_out == [f"capacity: dense 3 trains for at most {epochs} of 40 epochs"]


def test_the_likeliest_rate_stays():
    (recipe,) = found(asked(0.9 + 2 * ONE))[PRIOR].recipes
    assert recipe.optimizer.learning_rate == 0.001


def test_what_does_not_fit_is_left_out_and_leaves_its_time_to_the_next():
    context = asked(1.2 + 2 * ONE, unit=1e-10)
    other = Prior(network=DenseNetwork(units=(4,)), reason="it is another", rates=(0.001,))
    recipes = {prior: recipes_of(prior, PLAIN) for prior in (PRIOR, other)}
    assert list(affordable(context, recipes, "capacity")) == [PRIOR]
    (said,) = context.plan.left_out
    assert said.startswith(
        "capacity: dense 4, which would take about 1 s of the 0 s that were left for networks by kind"
    )


def test_a_dear_network_is_not_even_tried_where_its_program_takes_longer():
    context = asked(1.5)
    dear = Prior(network=DenseNetwork(units=(3,)), reason="it is dear", rates=(0.001,), dear=True)
    assert found(context, dear) == {}
    (said,) = context.plan.left_out
    assert said.startswith("capacity: dense 3, which would take more of the ")


def test_before_a_speed_was_measured_all_is_tried():
    context = asked(0.1)
    context.plan.speed = None
    assert (len(found(context)[PRIOR].recipes), found(context)[PRIOR].epochs) == (2, 40)
