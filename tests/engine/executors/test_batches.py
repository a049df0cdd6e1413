"""The batches are those of the stream, as numbers of the data set's rows."""

import numpy as np
import pytest

from wellfit.engine.executors.batches import batches
from wellfit.engine.streams import Stream

ROWS = np.arange(100, 123)  # 23 rows that are not the first ones


def test_an_epoch_has_every_row_once_and_a_shorter_last_batch():
    found = batches(Stream(seed=1), ROWS, 8, epoch=2)
    assert [len(inputs) for inputs, _ in found] == [8, 8, 7]
    assert sorted(np.concatenate([inputs for inputs, _ in found])) == ROWS.tolist()
    assert all((inputs == targets).all() for inputs, targets in found)


def test_permuted_labels_are_those_of_other_rows_of_the_split():
    found = batches(Stream(seed=1, control="permuted_labels"), ROWS, 8, epoch=0)
    inputs, targets = (np.concatenate(part) for part in zip(*found, strict=True))
    assert (inputs != targets).any()
    assert sorted(targets) == ROWS.tolist()


@pytest.mark.parametrize("epoch", [0, 3])
def test_they_are_in_the_order_of_the_compiled_program(epoch):
    stream = Stream(seed=7)
    numbers = stream.batches(len(ROWS), 8, range(epoch, epoch + 1))[0].ravel()
    found = np.concatenate([inputs for inputs, _ in batches(stream, ROWS, 8, epoch)])
    assert found.tolist() == ROWS[numbers[numbers >= 0]].tolist()
