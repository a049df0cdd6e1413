"""Which level is handed over, decided on losses whose differences are known."""

import numpy as np
import polars as pl
import pytest

from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.engine.member import TrainedMember
from wellfit.engine.runs import Cost, Runs
from wellfit.engine.state import Weights
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.workflow.levels.compared import choose_level, over
from wellfit.workflow.levels.level import Level

SEEDS, ROWS = 3, 200
NONE = np.zeros(0, np.int64)
DATA = from_arrays(
    {"dense": np.zeros((4, 1))},
    np.array([0, 1, 0, 1]),
    kind="binary",
    splits=Splits(train=np.arange(4), validation=NONE, selection=NONE, test=NONE),
)


def level(name, shift, *, seeds=SEEDS, noise=0.02):
    """A level whose losses are those that all have in common, moved by `shift`, with a little noise of its own."""
    base = np.random.default_rng(0).uniform(0.3, 0.9, ROWS)
    losses = base + shift + np.random.default_rng(len(name)).normal(0, noise, (seeds, ROWS))
    recipe = Recipe(name=f"the {name}", network=DenseNetwork(units=(2,)))
    members = tuple(
        TrainedMember(
            recipe=recipe, seed=seed, fold=0, control="none", result="trained", sentence="", epochs=9,
            best_epoch=4 + seed, best=Weights([], []), last=Weights([], []), best_rows=rows, last_rows=rows,
            parameters=10,
        )
        for seed, rows in enumerate(losses)
    )  # fmt: skip
    runs = Runs(data=DATA, members=members, curves=pl.DataFrame(), cost=Cost())
    return Level(name=name, recipe=recipe, runs=runs, seconds=1.0)


def test_what_a_level_changes_is_paired_over_the_seeds_that_both_have():
    found = over(level("features", -0.2, seeds=5), level("scratch", 0.0))
    assert found.change == pytest.approx(-0.2, abs=0.005)
    assert found.better
    assert found.seeds == SEEDS


@pytest.mark.parametrize(
    "shifts, chosen",
    [
        ({"scratch": 0.0}, "scratch"),
        ({"scratch": 0.0, "features": -0.3}, "features"),
        ({"scratch": 0.0, "features": -0.3, "tuning": -0.4}, "tuning"),
        ({"scratch": 0.0, "features": -0.3, "tuning": -0.3}, "features"),
        ({"scratch": 0.0, "features": -0.3, "tuning": -0.1}, "features"),
        ({"scratch": -0.2, "features": 0.0}, "scratch"),
        ({"scratch": 0.0, "features": 0.0}, "features"),
        ({"features": 0.0, "tuning": -0.1}, "tuning"),
    ],
)
def test_another_level_takes_the_features_place_only_beyond_noise(shifts, chosen):
    found, why = choose_level([level(name, shift) for name, shift in shifts.items()])
    assert found.name == chosen
    assert why.endswith(".")


def test_one_seed_changes_nothing():
    found, _ = choose_level([level("features", 0.0), level("tuning", -0.2, seeds=1)])
    assert found.name == "features"


def test_the_reason_names_what_it_was_held_against():
    levels = [level("scratch", 0.0), level("features", -0.3), level("tuning", -0.4)]
    assert choose_level(levels)[1] == (
        "The backbone's last blocks tuned is chosen: it has a lower selection loss than a head on the backbone's "
        "features, beyond noise."
    )
    assert choose_level(levels[:2])[1] == (
        "A head on the backbone's features is chosen: a network from scratch has no lower selection loss beyond noise."
    )


def test_without_a_level_there_is_nothing_to_hand_over():
    with pytest.raises(ValueError, match="no level to choose from"):
        choose_level([])


def test_the_last_gate_trains_for_the_mean_best_epoch():
    assert level("scratch", 0.0).epochs == 5
