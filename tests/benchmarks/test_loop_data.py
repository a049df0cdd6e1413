"""What we train on is what the loop trains on: the same rows in the same order and the same splits."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

LOOP = Path(__file__).with_name("loop.py")


@pytest.fixture
def reviews(tmp_path):
    """Ten reviews of word ids, some beyond the 10,000 most frequent and one without a word."""
    chance = np.random.default_rng(3)
    sequences = np.empty(10, object)
    for row, length in enumerate([5, 0, 40, 7, 7, 1, 12, 300, 2, 9]):
        sequences[row] = [int(word) for word in chance.integers(1, 12_000, length)]
    (tmp_path / "imdb").mkdir()
    np.savez(tmp_path / "imdb/imdb.npz", x_train=sequences, y_train=np.arange(10) % 2)
    return tmp_path


def loop():
    spec = importlib.util.spec_from_file_location("loop_for_tests", LOOP)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reviews_are_sparse_and_equal_the_loops(reviews):
    from parts.loop_data import read_family

    x, y = loop().imdb(reviews)
    family = read_family(LOOP, "imdb", reviews)
    words = family.data.blocks["words"]
    assert words.shape == (10, 10_000)
    assert (words.toarray() == x).all()
    assert (family.data.target == y).all()
    assert words.nnz == (x != 0).sum()
    assert (family.epochs, family.batch_size) == (2, 4)


def test_the_last_rows_are_held_out_as_keras_does(reviews):
    from parts.loop_data import read_family

    splits = read_family(LOOP, "imdb", reviews).data.splits
    assert splits.train.tolist() == [0, 1, 2, 3, 4, 5]
    assert splits.validation.tolist() == [6, 7, 8, 9]
    assert len(splits.selection) == len(splits.test) == 0


@pytest.mark.parametrize(("rows", "share"), [(11_000, 1 / 11), (25_000, 0.4), (392, 0.2), (60_000, 0.2), (7, 0.3)])
def test_the_split_is_the_one_of_keras(rows, share):
    from keras.src.trainers.data_adapters.array_slicing import train_validation_split
    from parts.loop_data import dataset

    y = np.arange(rows, dtype=np.float32)
    (theirs,), (held_out,) = train_validation_split((y,), share)
    data = dataset("drawn", y[:, None], y, {"validation_split": share}, "mse")
    assert data.target[data.splits.train].tolist() == theirs.tolist()
    assert data.target[data.splits.validation].tolist() == held_out.tolist()


def test_validation_rows_of_their_own_follow_the_training_rows(tmp_path):
    from parts.loop_data import read_family

    data = read_family(LOOP, "pictures", tmp_path).data
    x, y, validation, *_ = loop().variants("pictures", tmp_path)
    blocks, target = data.part("train")
    assert (blocks["array"] == x).all()
    assert (target == y).all()
    blocks, target = data.part("validation")
    assert (blocks["array"] == validation["validation_data"][0]).all()
    assert (target == validation["validation_data"][1]).all()
    assert data.task.kind == "regression"
