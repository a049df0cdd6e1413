"""A dataset gives the rows of its splits."""

import numpy as np
import pytest

from wellfit.data.dataset import Dataset
from wellfit.data.read import read


@pytest.fixture(scope="module")
def data() -> Dataset:
    rows = 100
    texts = [
        f"this is a rather long sentence about {'good' if row % 2 else 'bad'} film number {row}" for row in range(rows)
    ]
    labels = ["pos" if row % 2 else "neg" for row in range(rows)]
    return read({"text": texts, "size": np.arange(rows) * 1.5, "y": labels}, target="y", keep=["text"])


def test_a_part_has_the_same_rows_in_every_block(data: Dataset) -> None:
    blocks, target = data.part("selection")
    assert sorted(blocks) == ["dense", "pairs", "sequence", "words"]
    rows = data.rows("selection")
    assert all(block.shape[0] == len(rows) for block in blocks.values())
    assert (target == rows % 2).all()
    assert (blocks["words"].toarray() == data.blocks["words"][rows].toarray()).all()


def test_a_part_is_a_copy(data: Dataset) -> None:
    before = data.target.copy()
    data.part("train")[1][:] = 7
    assert (data.target == before).all()


def test_features_are_counted_without_the_sequence(data: Dataset) -> None:
    assert data.features == data.blocks["dense"].shape[1] + data.blocks["words"].shape[1]


def test_rows_of_all_splits_are_all_rows(data: Dataset) -> None:
    rows = [data.rows(name) for name in ("train", "validation", "selection", "test")]
    assert sorted(np.concatenate(rows)) == list(range(100))
