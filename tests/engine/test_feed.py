"""What the program is fed: only rows that training may see, words one byte a cell."""

from dataclasses import replace

import jax.numpy as jnp
import numpy as np
import pytest
import scipy.sparse

from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.engine.feed import Rows, Stretch, bytes_a_row, lay_out, take
from wellfit.engine.fit_many import fit_many
from wellfit.engine.sparse.csr import Csr
from wellfit.engine.sparse.rows import SparseRows
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe

PLAIN = Recipe(name="plain", network=DenseNetwork(units=(8,)), batch_size=8)


def curves(data, session):
    return fit_many(PLAIN, data, seeds=2, epochs=3, session=session).curves


def test_rows_are_laid_out_in_the_order_asked_for(dataset):
    data = dataset("texts")
    rows = lay_out([Stretch(data, np.array([5, 2])), Stretch(data, np.array([2]))], ("dense", "words"), {"words"})
    np.testing.assert_array_equal(rows.inputs[0][:3], data.blocks["dense"][[5, 2, 2]])
    words = SparseRows(rows.inputs[1], jnp.arange(3)).dense()
    np.testing.assert_array_equal(words, data.blocks["words"].toarray()[[5, 2, 2]])
    np.testing.assert_array_equal(rows.target[:3], data.target[[5, 2, 2]])


def test_bytes_a_row(dataset):
    data = dataset("texts")
    words, length = 8 * data.blocks["words"].nnz // len(data.target), data.blocks["sequence"].shape[1]
    assert bytes_a_row(data, ("dense", "words", "sequence")) == 4 * 1 + words + 4 * length


def test_a_batch_is_taken_by_row_number():
    words = Csr.of(np.array([[0], [1], [1]]))
    rows = Rows((jnp.array([[1.0], [2.0], [3.0]]), words), jnp.array([7, 8, 9]))
    numbers, sparse = take(rows, jnp.array([2, 0]))
    assert (numbers.tolist(), sparse.dense().tolist()) == ([[3.0], [1.0]], [[1.0], [0.0]])


def test_the_last_row_is_blank_in_every_block(dataset):
    data = dataset("texts")
    rows = lay_out([Stretch(data, data.rows("train")[:3])], ("dense", "words", "sequence"), {"words"})
    dense, words, sequence = rows.inputs
    assert len(dense) == len(sequence) == 4
    assert not dense[-1].any()
    assert not sequence[-1].any()
    assert not SparseRows(words, jnp.array([3])).dense().any()
    assert rows.target[:3].tolist() == data.target[data.rows("train")[:3]].tolist()


def test_sparse_words_train_like_the_same_words_in_a_dense_block(dataset, session):
    data = dataset("texts")
    assert isinstance(data.blocks["words"], scipy.sparse.csr_array)
    dense = replace(data, blocks={**data.blocks, "words": data.blocks["words"].toarray()})
    ours, theirs = curves(data, session), curves(dense, session)
    np.testing.assert_allclose(
        ours.drop("recipe", "control").to_numpy(), theirs.drop("recipe", "control").to_numpy(), rtol=1e-4, atol=1e-6
    )


@pytest.mark.parametrize("kind", ["binary", "regression"])
def test_test_rows_never_reach_the_engine(dataset, session, kind):
    data = dataset(kind)
    dense, target = data.blocks["dense"].copy(), data.target.copy()
    dense[data.rows("test")] = np.nan
    target[data.rows("test")] = np.nan
    poisoned = replace(data, blocks={"dense": dense}, target=target)
    assert curves(poisoned, session).equals(curves(data, session))


def test_without_a_test_split_the_same_is_trained(binary, session):
    """The final gate may move rows between splits; the engine goes by the splits alone."""
    parts = binary.splits
    empty = Splits(train=parts.train, validation=parts.validation, selection=parts.selection, test=np.array([], int))
    assert curves(replace(binary, splits=empty), session).equals(curves(binary, session))


def test_blocks_with_few_entries_are_sparse_where_they_are_only_multiplied():
    random = np.random.default_rng(3)
    pixels = np.where(random.random((40, 20, 20)) < 0.1, random.random((40, 20, 20)), 0).astype(np.float32)
    parts = Splits(train=np.arange(30), validation=np.arange(30, 40), selection=np.arange(0), test=np.arange(0))
    data = from_arrays({"array": pixels}, np.arange(40) % 2, kind="binary", splits=parts)
    stretch = Stretch(data, np.arange(40))
    sparse, dense = (lay_out([stretch], ["array"], allowed).inputs[0] for allowed in ({"array"}, set()))
    assert isinstance(sparse, Csr)
    assert sparse.columns == 400
    np.testing.assert_array_equal(dense[:-1], pixels)
    full = from_arrays({"array": pixels + 1}, np.arange(40) % 2, kind="binary", splits=parts)
    assert not isinstance(lay_out([Stretch(full, np.arange(40))], ["array"], {"array"}).inputs[0], Csr)
