"""Padding: zeros behind the rows of a narrower fold, and nothing else."""

from dataclasses import replace

import numpy as np
import scipy.sparse

from wellfit.data.encoded import from_arrays
from wellfit.data.pad import padded
from wellfit.data.splits import Splits


def test_narrower_blocks_end_in_zeros_and_missing_ones_are_zero() -> None:
    none = np.zeros(0, np.int64)
    splits = Splits(train=np.arange(2), validation=none, selection=none, test=none)
    data = from_arrays({"dense": np.ones((2, 3))}, np.array([0, 1]), kind="binary", splits=splits)
    words = scipy.sparse.csr_array(np.eye(2, dtype=np.float32))
    narrow = replace(data, blocks={"dense": np.ones((2, 1), np.float32), "words": words})
    wide = replace(data, blocks={"words": scipy.sparse.csr_array(np.ones((2, 4), np.float32))})
    first, second = padded([narrow, wide], data.blocks)
    assert first.shapes == second.shapes == {"dense": (3,), "words": (4,)}
    assert first.blocks["dense"].tolist() == [[1, 0, 0], [1, 0, 0]]
    assert first.blocks["words"].toarray().tolist() == [[1, 0, 0, 0], [0, 1, 0, 0]]
    assert second.blocks["dense"].tolist() == [[0, 0, 0], [0, 0, 0]]


def test_numbers_of_words_and_levels_stay_whole() -> None:
    none = np.zeros(0, np.int64)
    splits = Splits(train=np.arange(2), validation=none, selection=none, test=none)
    data = from_arrays({"dense": np.ones((2, 3))}, np.array([0, 1]), kind="binary", splits=splits)
    numbers = {name: np.array([[3], [4]], np.int32) for name in ("sequence", "categories")}
    _, without = padded([replace(data, blocks=numbers), data], data.blocks)
    for name in numbers:
        assert without.blocks[name].dtype == np.int32
        assert without.blocks[name].tolist() == [[0], [0]]
