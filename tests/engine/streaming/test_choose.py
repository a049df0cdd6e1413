"""Rows stay in files where they are large or memory is short, and `fit_many` does the rest as ever."""

import numpy as np
import pytest

from wellfit.data.store import store
from wellfit.engine.fit_many import fit_many
from wellfit.engine.plans import memory
from wellfit.engine.stop import Stop
from wellfit.engine.streaming import choose
from wellfit.engine.streaming.choose import is_streamed
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe

NETWORK = DenseNetwork(units=(8,))
RECIPES = [
    Recipe(name=f"rate {rate}", network=NETWORK, optimizer=Optimizer(learning_rate=rate), batch_size=8)
    for rate in (1e-9, 0.03)
]


def test_small_data_are_in_memory_also_when_they_are_mapped(binary, tmp_path):
    assert not is_streamed(binary, ["dense"], 1)
    assert not is_streamed(store(binary, tmp_path / "rows"), ["dense"], 1)


def test_large_mapped_data_stay_in_their_files(binary, tmp_path, monkeypatch):
    monkeypatch.setattr(choose, "MOST_MAPPED", 100)
    assert not is_streamed(binary, ["dense"], 1)
    assert is_streamed(store(binary, tmp_path / "rows"), ["dense"], 1)


def test_rows_that_do_not_fit_come_in_windows(binary, monkeypatch):
    monkeypatch.setattr(memory, "SHARE", 1e-12)
    assert is_streamed(binary, ["dense"], 1)


@pytest.mark.quick("binary")
@pytest.mark.parametrize("kind", ["binary", "texts"])
def test_a_family_on_mapped_rows_is_the_family_on_rows_in_memory(dataset, tmp_path, monkeypatch, kind):
    """The rows fit one window, whose order is that of seed 0."""
    data = dataset(kind)
    whole = fit_many(RECIPES, data, seeds=1, epochs=6, stop=Stop(patience=2))
    monkeypatch.setattr(choose, "MOST_MAPPED", 0)
    streamed = fit_many(RECIPES, store(data, tmp_path / "rows"), seeds=1, epochs=6, stop=Stop(patience=2))
    assert streamed.curves.columns == whole.curves.columns
    assert len(streamed.curves) == len(whole.curves)
    np.testing.assert_allclose(streamed.curves["validation_loss"], whole.curves["validation_loss"], rtol=1e-4)
    for ours, theirs in zip(streamed.members, whole.members, strict=True):
        assert (ours.result, ours.epochs, ours.best_epoch) == (theirs.result, theirs.epochs, theirs.best_epoch)
        np.testing.assert_allclose(ours.best_rows, theirs.best_rows, rtol=1e-3, atol=1e-5)


def test_members_see_the_same_batches_whoever_else_is_trained(binary, tmp_path, monkeypatch):
    monkeypatch.setattr(choose, "MOST_MAPPED", 0)
    data = store(binary, tmp_path / "rows")
    alone = fit_many(RECIPES[1:], data, seeds=[1], epochs=2)
    together = fit_many(RECIPES, data, seeds=[0, 1], controls={"permuted_labels": 1}, epochs=2)
    curve = together.curves.filter(recipe=RECIPES[1].name, seed=1, control="none")
    np.testing.assert_allclose(curve["train_loss"], alone.curves["train_loss"], rtol=1e-4)
