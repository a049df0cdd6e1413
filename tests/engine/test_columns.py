"""A part of the columns: chosen by training rows alone, in each fold by its own, and read by the saved model."""

from dataclasses import replace

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.data.encoded import from_arrays
from wellfit.data.folds import with_folds
from wellfit.data.splits import Splits
from wellfit.engine.columns import kept_columns
from wellfit.engine.executors import in_turn
from wellfit.engine.fit_many import fit_many
from wellfit.engine.streams import Stream
from wellfit.errors import ModelError
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.networks.own.recipe import own_recipe
from wellfit.recipes.recipe import Recipe

RECIPE = Recipe(name="few", network=DenseNetwork(units=(4,)), batch_size=8, features=0.5)


def made(kind, target):
    """Four columns: the target follows the second and, less, the last; the others are noise and a constant."""
    random = np.random.default_rng(0)
    x = random.normal(size=(60, 4))
    x[:, 2] = 1.0
    signal = 2 * x[:, 1] + x[:, 3]
    parts = np.split(np.arange(60), [30, 45, 55])
    splits = Splits(**dict(zip(("train", "validation", "selection", "test"), parts, strict=True)))
    return from_arrays({"dense": x}, target(signal), kind=kind, splits=splits)


KINDS = {
    "regression": lambda signal: signal,
    "binary": lambda signal: (signal > 0).astype(float),
    "multiclass": lambda signal: np.digitize(signal, [-1, 1]).astype(float),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_columns_that_say_most_are_kept(kind):
    data = made(kind, KINDS[kind])
    assert kept_columns(data, 0.5).tolist() == [0, 1, 0, 1]
    assert kept_columns(data, 0.1).tolist() == [0, 1, 0, 0]


def test_rows_that_judge_have_no_part_in_it():
    data = made("regression", KINDS["regression"])
    block = data.blocks["dense"].copy()
    block[30:, 0] = 1000 * data.target[30:]
    assert kept_columns(replace(data, blocks={"dense": block}), 0.25).tolist() == [0, 1, 0, 0]


def test_what_is_not_read_changes_nothing(session):
    data = made("binary", KINDS["binary"])
    runs = fit_many(RECIPE, data, seeds=2, epochs=3, session=session)
    model, rows = runs.model("few", 0), data.blocks["dense"][:5].copy()
    before = model.predict(rows, verbose=0)
    rows[:, [0, 2]] += 5.0
    np.testing.assert_array_equal(model.predict(rows, verbose=0), before)
    rows[:, 1] += 5.0
    assert (model.predict(rows, verbose=0) != before).any()


def test_members_taking_turns_read_the_same(session):
    data = made("binary", KINDS["binary"])
    theirs = in_turn.fit([RECIPE], [Stream(seed=0), Stream(seed=1)], data, 2)
    ours = fit_many(RECIPE, data, seeds=2, epochs=2, session=session)
    np.testing.assert_allclose(ours.curves["selection_loss"], theirs.curves["selection_loss"], rtol=1e-4)
    for one, other in zip(ours.members, theirs.members, strict=True):
        assert [np.shape(leaf) for leaf in one.last.fixed] == [np.shape(leaf) for leaf in other.last.fixed]


def test_each_fold_chooses_by_its_own_rows(dataset, session):
    data = with_folds(dataset("regression"), 3)
    runs = fit_many(replace(RECIPE, features=0.34), data, seeds=1, epochs=2, session=session)
    for fold, part in enumerate(data.folds):
        masks = [one for one in runs.members[fold].last.fixed if np.shape(one) == part.blocks["dense"].shape[1:]]
        np.testing.assert_array_equal(masks[0], kept_columns(part, 0.34))
        model = runs.model("few", 0, fold=fold)
        assert [float(scale) for scale in model.get_layer("columns_read").scale] == kept_columns(part, 0.34).tolist()


def test_a_model_of_ones_own_reads_fewer_too(session):
    data = made("binary", KINDS["binary"])
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
    )
    recipe = replace(own_recipe(model, data).recipe, features=0.5)
    runs = fit_many(recipe, data, seeds=1, epochs=1, session=session)
    assert runs.model("yours", 0).get_layer("columns_read").scale == [0, 1, 0, 1]


def test_a_network_without_columns_says_so(session):
    x = np.random.default_rng(0).normal(size=(40, 2, 2))
    parts = np.split(np.arange(40), [20, 30, 38])
    splits = Splits(**dict(zip(("train", "validation", "selection", "test"), parts, strict=True)))
    data = from_arrays({"array": x}, x[:, 0, 0], kind="regression", splits=splits)
    with pytest.raises(ModelError, match="it reads no encoded columns, whose number could be cut"):
        fit_many(RECIPE, data, seeds=1, epochs=1, session=session)
