"""What runs can be asked for, and what they say when it is not there."""

import numpy as np
import polars as pl
import pytest

from wellfit.engine.fit_many import fit_many
from wellfit.engine.runs import Cost, merge
from wellfit.errors import OptionError
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe

NETWORK = DenseNetwork(units=(8,))
PLAIN = Recipe(name="plain", network=NETWORK, batch_size=8)
FASTER = Recipe(name="faster", network=NETWORK, optimizer=Optimizer(learning_rate=0.01), batch_size=8)


@pytest.fixture(scope="module")
def runs(binary, session):
    return fit_many([PLAIN, FASTER], binary, seeds=[4, 2], epochs=2, controls={"permuted_labels": 1}, session=session)


def test_members_of_a_recipe_and_control(runs):
    assert [member.seed for member in runs.of("plain")] == [4, 2]
    assert [(member.seed, member.control) for member in runs.of("plain", "permuted_labels")] == [(4, "permuted_labels")]
    assert runs.recipes == [PLAIN, FASTER]


def test_a_measure_is_seeds_by_epochs_in_the_order_of_the_seeds(runs):
    losses = runs.measure("faster", "train_loss")
    assert losses.shape == (2, 2)
    assert losses.dtype == np.float64
    wanted = runs.curves.row(by_predicate=_is(recipe="faster", seed=2, epoch=1, control="none"), named=True)
    assert losses[1, 0] == wanted["train_loss"]


def _is(**values):
    return pl.all_horizontal(pl.col(name) == value for name, value in values.items())


def test_rows_are_seeds_by_selection_rows(runs, binary):
    assert runs.best_rows("plain").shape == runs.last_rows("plain").shape == (2, len(binary.rows("selection")))


def test_one_recipe_alone_and_under_another_name(runs):
    alone = runs.only("faster").renamed("quick")
    assert [member.recipe.name for member in alone.members] == ["quick"] * 3
    assert alone.curves["recipe"].unique().to_list() == ["quick"]
    np.testing.assert_array_equal(alone.measure("quick", "train_loss"), runs.measure("faster", "train_loss"))


def test_merged_runs_hold_both_and_cost_both(runs):
    both = merge([runs.only("faster").renamed("quick"), runs.only("plain")])
    assert [recipe.name for recipe in both.recipes] == ["quick", "plain"]
    assert both.curves.height == runs.curves.height
    assert both.cost == runs.cost + runs.cost


def test_costs_add_up():
    one = Cost(programs=1, seconds_compiling=2.0, seconds_training=3.0)
    assert one + one + Cost() == Cost(programs=2, seconds_compiling=4.0, seconds_training=6.0)


@pytest.mark.parametrize(
    "ask",
    [
        lambda runs: runs.of("other"),
        lambda runs: runs.measure("other", "train_loss"),
        lambda runs: runs.best_rows("other"),
        lambda runs: runs.model("other", 4),
    ],
    ids=["of", "measure", "best_rows", "model"],
)
def test_a_recipe_that_was_not_trained(runs, ask):
    with pytest.raises(OptionError) as caught:
        ask(runs)
    message = "No member of recipe 'other' (control 'none') was trained; recipes are 'plain', 'faster'."
    assert str(caught.value) == message


def test_a_control_that_was_not_trained(runs):
    with pytest.raises(OptionError, match=r"No member of recipe 'plain' \(control 'one_batch'\) was trained"):
        runs.of("plain", "one_batch")


def test_a_seed_that_was_not_trained(runs):
    with pytest.raises(OptionError, match=r"^Recipe 'plain' was not trained with seed 3; its seeds are 4, 2\.$"):
        runs.model("plain", 3)
