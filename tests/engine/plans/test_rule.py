"""Which plan the rule takes: small networks side by side, large ones to themselves."""

import pytest

from wellfit.engine.plans.cost import FLOPS, step_seconds
from wellfit.engine.plans.plan import Plan
from wellfit.engine.plans.rule import plans
from wellfit.engine.session import Session
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe

SMALL, LARGE = (DenseNetwork(units=units) for units in ((8,), (1024, 1024)))


def first(data, network, *, row_bytes=100, filled=1.0, streams=4, recipes=2, cpu=True, devices=2):
    template = Session().template([Recipe(name="one", network=network, batch_size=64)], data)
    return plans(template, row_bytes, filled, streams, recipes, cpu=cpu, devices=devices)[0]


@pytest.mark.parametrize(
    ("network", "given", "expected"),
    [
        (SMALL, {}, Plan(layout="together", devices=2)),
        (SMALL, {"devices": 1}, Plan(layout="together")),
        (SMALL, {"streams": 1, "recipes": 1}, Plan(layout="together")),
        (SMALL, {"row_bytes": 1_000_000}, Plan(layout="streams", devices=2)),
        (LARGE, {}, Plan(layout="turns", devices=2)),
        (LARGE, {"streams": 1, "recipes": 1}, Plan(layout="turns")),
        (LARGE, {"filled": 0.1}, Plan(layout="together")),
        (LARGE, {"cpu": False, "devices": 1}, Plan(layout="together")),
    ],
    ids=["small", "one core", "one member", "wide rows", "large", "large and alone", "large and sparse", "accelerator"],
)
def test_the_rule(binary, network, given, expected):
    assert first(binary, network, **given) == expected


def test_cells_that_are_not_filled_cost_nothing(binary):
    template = Session().template([Recipe(name="one", network=LARGE, batch_size=64)], binary)
    spared = 6 * 64 * binary.blocks["dense"].shape[1] * 1024 / FLOPS
    assert step_seconds(template, 0.25) == pytest.approx(step_seconds(template) - 0.75 * spared)
