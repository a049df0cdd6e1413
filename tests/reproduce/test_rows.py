import numpy as np
import pytest

from wellfit.reproduce.rows import before, read_all_reviews, read_rows, split

NAMES = {
    "IMDB words": (30, 20, 20, {"words": (10_000,)}, 1),
    "IMDB sequences": (30, 20, 30, {"sequence": (256,)}, 1),
    "MNIST": (48, 12, 12, {"dense": (784,)}, 10),
    "Fashion-MNIST": (60, 20, 20, {"array": (28, 28)}, 10),
    "Auto MPG": (32, 8, 8, {"dense": (9,)}, 1),
    "HIGGS": (100, 10, 10, {"dense": (28,)}, 1),
    "dogs and cats": (24, 8, 8, {"image": (150, 150, 3)}, 1),
}


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_split_as_the_text_does(everything, said, name):
    train, validation, selection, shapes, outputs = NAMES[name]
    data = read_rows(name, everything, said.append)
    splits = data.splits
    assert (len(splits.train), len(splits.validation), len(splits.selection)) == (train, validation, selection)
    assert (data.shapes, data.task.outputs) == (shapes, outputs)
    assert said == []


def test_sequences_hold_out_the_first_reviews_and_are_tested_on_others(everything, said):
    words, sequences = (read_rows(name, everything, said.append) for name in ("IMDB words", "IMDB sequences"))
    first = {int(word) for word in sequences.part("validation")[0]["sequence"][0] if word}
    assert first == set(words.part("train")[0]["words"][[0]].nonzero()[1].tolist())
    assert set(sequences.splits.selection).isdisjoint(sequences.splits.validation)


def test_all_reviews_train_where_the_test_reviews_are_held_out(everything, said):
    data = read_all_reviews(everything, said.append)
    assert (len(data.splits.train), len(data.splits.validation)) == (50, 30)


@pytest.mark.parametrize("rows, share, expected", [(60_000, 0.2, 48_000), (25_000, 0.4, 15_000), (392, 0.2, 313)])
def test_rows_before_those_that_keras_holds_out(rows, share, expected):
    assert before(rows, share) == expected


def test_held_out_rows_judge_once_more_where_there_are_no_others():
    x, y = np.arange(10, dtype=np.float32).reshape(5, 2), np.array([0, 1, 0, 1, 1])
    data = split("five", "dense", "binary", (x[:3], y[:3]), (x[3:], y[3:]))
    assert data.part("selection")[0]["dense"].tolist() == data.part("validation")[0]["dense"].tolist() == x[3:].tolist()
    assert len(data.splits.test) == 0
