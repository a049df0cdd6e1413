"""Which plan the rule takes: small networks side by side, large ones to themselves."""

import pytest

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


def test_a_large_network_on_few_filled_cells_is_a_small_one(binary):
    wide = DenseNetwork(units=(4000,))
    assert first(binary, wide).layout == "turns"
    assert first(binary, wide, filled=1e-9).layout == "together"
