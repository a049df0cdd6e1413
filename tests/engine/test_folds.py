"""Members of folds: each is what training its fold alone gives, beside the others in one program."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.data.encoded import from_arrays
from wellfit.data.folds import with_folds
from wellfit.data.splits import Splits
from wellfit.engine.fit_many import fit_many
from wellfit.engine.folds import number_rows
from wellfit.engine.plans.plan import LAYOUTS, Plan
from wellfit.engine.stop import Stop
from wellfit.engine.streams import Stream
from wellfit.errors import OptionError
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

PLAIN = Recipe(name="plain", network=DenseNetwork(units=(6,)), batch_size=8)
OTHER = replace(PLAIN, name="other", regularization=Regularization(l2=0.01))
FOLDS = 4


@pytest.fixture(scope="module")
def folded(dataset):
    return {kind: with_folds(dataset(kind), FOLDS) for kind in ("binary", "multiclass", "regression", "texts")}


@pytest.mark.quick("regression")
@pytest.mark.parametrize("kind", ["multiclass", "regression", "texts"])
def test_a_member_of_a_fold_is_what_training_the_fold_alone_gives(folded, session, kind):
    data = folded[kind]
    runs = fit_many([PLAIN, OTHER], data, seeds=2, epochs=5, session=session)
    for fold in (0, FOLDS - 1):
        ours = next(member for member in runs.of("other") if (member.seed, member.fold) == (1, fold))
        chance = Stream(seed=1, fold=fold).chance
        alone = fit_many(OTHER, data.folds[fold], seeds=[chance], epochs=5, session=session)
        (theirs,) = alone.members
        assert (ours.best_epoch, ours.epochs, ours.result) == (theirs.best_epoch, theirs.epochs, theirs.result)
        for mine, its in zip(ours.last.trainable, theirs.last.trainable, strict=True):
            np.testing.assert_allclose(mine, its, rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(ours.best_rows, theirs.best_rows, rtol=1e-4, atol=1e-6)
        curves = runs.curves.filter(recipe="other", seed=1, fold=fold).drop("recipe", "seed", "fold", "control")
        np.testing.assert_allclose(
            curves.to_numpy(), alone.curves.drop("recipe", "seed", "fold", "control").to_numpy(), rtol=1e-4, atol=1e-6
        )


@pytest.mark.parametrize(
    "plan", [*(Plan(layout=layout) for layout in LAYOUTS), Plan(layout="together", devices=2)], ids=str
)
def test_every_plan_gives_the_same_numbers(folded, session, plan):
    asked = {"seeds": 2, "epochs": 3, "controls": {"permuted_labels": 1, "zeroed_inputs": 1}, "session": session}
    data = folded["regression"]
    wanted = fit_many([PLAIN, OTHER], data, **asked, plan=Plan(layout="together"))
    found = fit_many([PLAIN, OTHER], data, **asked, plan=plan)
    keys = ("recipe", "control")
    np.testing.assert_allclose(
        found.curves.drop(keys).to_numpy(), wanted.curves.drop(keys).to_numpy(), rtol=1e-4, atol=1e-5
    )
    np.testing.assert_allclose(found.best_rows("other"), wanted.best_rows("other"), rtol=1e-3, atol=1e-5)


def test_row_losses_are_those_of_the_model_of_the_fold(folded, session):
    data = folded["regression"]
    runs = fit_many(PLAIN, data, seeds=2, epochs=3, session=session)
    assert runs.best_rows("plain").shape == (2, len(runs.row_folds))
    for fold, part in enumerate(data.folds):
        blocks, truth = part.part("selection")
        predicted = runs.model("plain", 1, fold=fold).predict(blocks["dense"], verbose=0)[:, 0]
        losses = part.loss_unit * (predicted - truth) ** 2
        np.testing.assert_allclose(runs.best_rows("plain")[1, runs.row_folds == fold], losses, rtol=1e-3, atol=1e-5)


def test_the_error_in_own_units_is_by_the_fold_s_own_encoder(folded, session):
    data = folded["regression"]
    runs = fit_many(PLAIN, data, seeds=1, epochs=1, session=session)
    for fold, part in enumerate(data.folds):
        blocks, truth = part.part("validation")
        encoder = part.pipeline.target
        predicted = runs.model("plain", 0, fold=fold, weights="last").predict(blocks["dense"], verbose=0)[:, 0]
        error = np.abs(encoder.decode(predicted) - encoder.restore(truth)).mean()
        said = runs.curves.filter(fold=fold)["validation_metric"].item()
        np.testing.assert_allclose(said, error, rtol=1e-4)


def test_seeds_of_different_folds_draw_different_numbers():
    orders = [Stream(seed=3, fold=fold).batches(40, 8, range(1))[0] for fold in range(3)]
    assert (orders[0] == Stream(seed=3).batches(40, 8, range(1))[0]).all()
    assert (orders[0] != orders[1]).any()
    assert (orders[1] != orders[2]).any()


def test_held_out_rows_reach_no_training(dataset, session):
    """Poisoned held-out rows of one fold leave the weights of its members as they are, bit by bit."""
    data = with_folds(dataset("binary"), FOLDS)
    part = data.folds[1]
    dense = part.blocks["dense"].copy()
    dense[np.concatenate([part.splits.validation, part.splits.selection])] = 1e3
    poisoned = replace(part, blocks={**part.blocks, "dense": dense})
    folds = (data.folds[0], poisoned, *data.folds[2:])
    ours, theirs = (
        fit_many(PLAIN, one, seeds=1, epochs=4, session=session) for one in (data, replace(data, folds=folds))
    )
    for clean, dirty in zip(ours.members, theirs.members, strict=True):
        assert all((a == b).all() for a, b in zip(clean.last.trainable, dirty.last.trainable, strict=True))
    assert ours.curves["train_loss"].equals(theirs.curves["train_loss"])
    assert not ours.curves.filter(fold=1)["validation_loss"].equals(theirs.curves.filter(fold=1)["validation_loss"])


def test_rows_encoded_alike_are_laid_out_once():
    x = np.arange(120.0).reshape(60, 2)
    names = ("train", "validation", "selection", "test")
    splits = Splits(**dict(zip(names, np.split(np.arange(60), [40, 48, 56]), strict=True)))
    data = with_folds(from_arrays({"dense": x}, np.arange(60) % 2, kind="binary", splits=splits), 4)
    (stretch,), numbers = number_rows(data)
    assert stretch.rows.tolist() == list(range(56))
    assert [numbers.selection[k].tolist() for k in range(4)] == [part.splits.selection.tolist() for part in data.folds]


def test_folds_of_unequal_size_are_filled_up_with_the_blank_row(folded):
    stretches, numbers = number_rows(folded["binary"])
    blank = sum(len(stretch.rows) for stretch in stretches)
    sizes = [len(part.splits.selection) for part in folded["binary"].folds]
    assert ((numbers.selection != blank).sum(axis=1) == sizes).all()
    assert (numbers.train < blank).all()


def test_folds_asked_for_by_number_and_members_that_stop(binary, session):
    runs = fit_many(PLAIN, binary, seeds=2, folds=3, epochs=20, stop=Stop(patience=2), session=session)
    assert [(member.fold, member.seed) for member in runs.members] == [(f, s) for f in range(3) for s in range(2)]
    assert runs.measure("plain", "validation_loss").shape[0] == 6
    assert runs.curves.group_by("fold").agg(pl.col("seed").n_unique())["seed"].to_list() == [2, 2, 2]
    with pytest.raises(OptionError, match=r"not trained with seed 0 in fold 9"):
        runs.model("plain", 0, fold=9)


def test_one_program_for_all_folds(binary, session):
    runs = wellfit.fit_many(PLAIN, binary, seeds=1, folds=5, epochs=2)
    assert runs.cost.programs == 1
