"""The one call that trains a family: what it gives, what it repeats exactly, what it refuses."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wellfit
from wellfit.engine.chunks import chunk_epochs
from wellfit.engine.fit_many import fit_many
from wellfit.engine.session import Session
from wellfit.errors import OptionError
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

NETWORK = DenseNetwork(units=(8,))
PLAIN = Recipe(name="plain", network=NETWORK, batch_size=8)
FASTER = Recipe(name="faster", network=NETWORK, optimizer=Optimizer(learning_rate=0.01), batch_size=8)
LINEAR = Recipe(name="linear", network=DenseNetwork(units=()), batch_size=8)
COLUMNS = {
    "recipe": pl.String,
    "seed": pl.Int32,
    "fold": pl.Int32,
    "control": pl.String,
    "epoch": pl.Int64,
    "train_loss": pl.Float32,
    "train_metric": pl.Float32,
    "penalty": pl.Float32,
    "validation_loss": pl.Float32,
    "validation_metric": pl.Float32,
    "selection_loss": pl.Float32,
    "selection_metric": pl.Float32,
}


@pytest.fixture(scope="module")
def runs(binary, session):
    return fit_many([PLAIN, LINEAR, FASTER], binary, seeds=[7, 2], epochs=6, session=session)


def test_curves_have_a_row_for_each_member_and_epoch(runs):
    assert dict(runs.curves.schema) == COLUMNS
    assert runs.curves.height == 3 * 2 * 6
    assert runs.curves.select("recipe", "seed", "control", "epoch").is_unique().all()
    assert runs.curves["epoch"].unique().sort().to_list() == [1, 2, 3, 4, 5, 6]
    assert runs.curves.null_count().row(0) == (0,) * len(COLUMNS)


def test_members_are_recipes_by_seeds_in_the_order_given(runs):
    # "faster" trains in the program of "plain", and is listed where it was given all the same.
    expected = [("plain", 7), ("plain", 2), ("linear", 7), ("linear", 2), ("faster", 7), ("faster", 2)]
    assert [(member.recipe.name, member.seed) for member in runs.members] == expected
    assert runs.curves.select("recipe", "seed").unique(maintain_order=True).rows() == expected
    assert {(member.control, member.result, member.epochs) for member in runs.members} == {("none", "trained", 6)}
    assert [runs.of(name)[0].parameters for name in ("plain", "linear")] == [3 * 8 + 8 + 8 + 1, 3 + 1]


def test_training_learns(runs):
    losses = runs.measure("faster", "train_loss")
    assert (losses[:, -1] < losses[:, 0] - 0.1).all()


@pytest.mark.parametrize("shared", [True, False])
def test_the_same_seeds_give_the_same_curves(runs, binary, session, shared):
    again = fit_many([PLAIN, LINEAR, FASTER], binary, seeds=[7, 2], epochs=6, session=session if shared else Session())
    assert again.curves.equals(runs.curves)
    assert [member.sentence for member in again.members] == [member.sentence for member in runs.members]


def test_a_single_recipe_and_a_number_of_seeds(binary, session):
    runs = fit_many(PLAIN, binary, seeds=2, epochs=1, session=session)
    assert [(member.recipe.name, member.seed) for member in runs.members] == [("plain", 0), ("plain", 1)]


def test_losses_are_without_the_penalty_which_is_beside_them(binary, session):
    """At a rate that moves nothing the penalty is that of the start, and the losses those without a penalty."""
    still = Optimizer(learning_rate=1e-12)
    plain = Recipe(name="plain", network=NETWORK, optimizer=still, batch_size=8)
    both = Regularization(l1=0.5, l2=0.25)
    heavy = Recipe(name="heavy", network=NETWORK, optimizer=still, regularization=both, batch_size=8)
    runs = fit_many([plain, heavy], binary, seeds=1, epochs=1, session=session)
    kernel = runs.of("plain")[0].last.trainable[0]
    assert runs.measure("plain", "penalty")[0, 0] == 0
    assert runs.measure("heavy", "penalty")[0, 0] == pytest.approx(
        0.5 * abs(kernel).sum() + 0.25 * (kernel**2).sum(), rel=1e-5
    )
    for loss in ("train_loss", "validation_loss", "selection_loss"):
        assert runs.measure("heavy", loss) == pytest.approx(runs.measure("plain", loss), rel=1e-6)


def test_whoever_watches_is_told_of_each_chunk_and_may_end_it(binary, session):
    """LINEAR is of another shape, which was not begun then: it is left out."""
    told = []

    def watch(done):
        told.append((done.members, done.epoch, done.epochs, done.chunk, [recipe.name for recipe in done.recipes]))
        assert done.seconds > 0
        return done.epoch == 20

    runs = fit_many([PLAIN, LINEAR, FASTER], binary, seeds=2, epochs=40, watch=watch, session=session)
    assert told == [(4, 10, 40, 10, ["plain", "faster"]), (4, 20, 40, 10, ["plain", "faster"])]
    assert {(member.epochs, member.result) for member in runs.members} == {(20, "trained")}
    assert runs.ended
    assert [recipe.name for recipe in runs.recipes] == ["plain", "faster"]
    assert runs.curves["epoch"].max() == 20


@given(st.integers(1, 500), st.integers(1, 100_000))
def test_chunks_divide_the_epochs_and_are_short(epochs, steps):
    chunk = chunk_epochs(epochs, steps)
    assert 1 <= chunk <= 10
    assert epochs % chunk == 0
    assert chunk == 1 or chunk * steps <= 200


def test_it_is_public():
    assert wellfit.fit_many is fit_many


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"recipes": []}, "There is no recipe to train: give at least one."),
        (
            {"recipes": [PLAIN, PLAIN]},
            "Two recipes are called 'plain': curves are told apart by name, so give each its own.",
        ),
        ({"epochs": 0}, "Training needs at least 1 epoch, received 0."),
        ({"seeds": 0}, "one seed or more, different whole numbers from 0 on; received 0."),
        ({"seeds": -3}, "one seed or more, different whole numbers from 0 on; received -3."),
        ({"seeds": [1, 1]}, "one seed or more, different whole numbers from 0 on; received [1, 1]."),
        ({"seeds": [0, -1]}, "one seed or more, different whole numbers from 0 on; received [0, -1]."),
        ({"seeds": [0.5]}, "one seed or more, different whole numbers from 0 on; received [0.5]."),
        (
            {"controls": {"sleep": 1}},
            "There is no control 'sleep'; expected among permuted_labels, zeroed_inputs, one_batch.",
        ),
        ({"controls": {"none": 1}}, "There is no control 'none'; expected among permuted_labels, zeroed_inputs"),
    ],
)
def test_what_it_refuses(binary, arguments, message):
    with pytest.raises(OptionError) as caught:
        fit_many(**{"recipes": PLAIN, "data": binary, "seeds": 1, "epochs": 1, **arguments})
    assert message in str(caught.value)
