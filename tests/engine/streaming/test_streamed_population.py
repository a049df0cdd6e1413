"""Windows from files give what the same batches give in memory: measures, best weights, what each member leaves."""

import numpy as np
import pytest

from wellfit.data.store import store
from wellfit.engine.plans.plan import Plan
from wellfit.engine.population import Population
from wellfit.engine.session import Session
from wellfit.engine.streaming.population import StreamedPopulation
from wellfit.engine.streams import Stream
from wellfit.errors import DataError
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

EPOCHS = 3
RECIPES = [
    Recipe(name=f"rate {rate}", network=DenseNetwork(units=(8,)), optimizer=Optimizer(learning_rate=rate), batch_size=8)
    for rate in (0.01, 0.03)
]
NORMAL = [
    Recipe(
        name="normal",
        network=DenseNetwork(units=(8,)),
        regularization=Regularization(batch_normalization=True),
        batch_size=8,
    )
]
CONTROLS = [
    Stream(seed=0),
    *(Stream(seed=0, control=name) for name in ("permuted_labels", "zeroed_inputs", "one_batch")),
]


def both(data, streams, recipes, plan, tmp_path, **sizes):
    """Measures and members after some epochs, in memory and streamed."""
    session, found = Session(), []
    mapped = store(data, tmp_path / "stored")
    whole = Population([recipes], streams, data, session, plan)
    pieces = StreamedPopulation([recipes], streams, mapped, session, plan, block_bytes=1, **sizes)
    for population in (whole, pieces):
        population.prepare(EPOCHS)
        measures, seconds = population.run(range(EPOCHS))
        assert seconds > 0
        every = np.ones((len(streams), len(recipes)), bool)
        found.append((measures[0], population.copies(population.groups[0], every)))
    return found


def assert_same(found):
    (measures, members), (streamed, theirs) = found
    assert members
    assert theirs.keys() == members.keys()
    for name, values in measures._asdict().items():
        np.testing.assert_allclose(getattr(streamed, name), values, rtol=1e-5, atol=1e-5, err_msg=name)
    for place, member in members.items():
        for ours, other in zip(member.best.weights.trainable, theirs[place].best.weights.trainable, strict=True):
            np.testing.assert_allclose(other, ours, rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(theirs[place].best.rows, member.best.rows, rtol=1e-4, atol=1e-5)
        assert theirs[place].best.epoch == member.best.epoch
        assert theirs[place].epoch == member.epoch == EPOCHS


@pytest.mark.quick("streams")
@pytest.mark.parametrize("layout", ["together", "streams", "apart", "turns"])
def test_windows_give_what_the_rows_in_memory_give(binary, tmp_path, layout):
    assert_same(both(binary, [Stream(seed=0)], RECIPES, Plan(layout=layout), tmp_path, window_bytes=500))


@pytest.mark.slow
def test_controls_are_streamed_too(binary, tmp_path):
    assert_same(both(binary, CONTROLS, RECIPES, Plan(layout="together"), tmp_path, window_bytes=500))


@pytest.mark.slow
def test_members_on_several_devices(binary, tmp_path):
    assert_same(both(binary, CONTROLS, RECIPES, Plan(layout="together", devices=2), tmp_path, window_bytes=500))


@pytest.mark.slow
def test_the_last_batch_of_rows_that_may_not_be_mixed_is_smaller(binary, tmp_path):
    assert_same(both(binary, [Stream(seed=0)], NORMAL, Plan(layout="together"), tmp_path, window_bytes=500))


def test_sparse_rows_and_sequences(dataset, tmp_path):
    assert_same(both(dataset("texts"), CONTROLS, RECIPES, Plan(layout="together"), tmp_path, window_bytes=900))


def test_a_file_that_was_cut_short_meanwhile_is_told(binary, tmp_path):
    mapped = store(binary, tmp_path / "stored")
    population = StreamedPopulation([RECIPES], [Stream(seed=0)], mapped, Session(), Plan(layout="together"))
    (tmp_path / "stored" / "dense.npy").write_bytes((tmp_path / "stored" / "dense.npy").read_bytes()[:-64])
    with pytest.raises(DataError, match=r"Rows cannot be read from .*dense.npy: it ends before its last row"):
        population.run(range(1))
