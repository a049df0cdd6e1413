"""Rows on the host become what Keras takes, a batch at a time."""

from dataclasses import replace

import numpy as np
import scipy.sparse

from wellfit.engine.executors.host_rows import HostRows

NUMBERS = np.array([2, 0])


def rows_of(block, binary):
    return HostRows(replace(binary, blocks={"block": block}), ["block"])


def test_sparse_words_become_dense_numbers(binary):
    words = np.array([[0, 1, 0], [1, 1, 1], [1, 0, 0]], np.uint8)
    (found,) = rows_of(scipy.sparse.csr_array(words), binary).inputs(NUMBERS)
    assert (found.dtype, found.tolist()) == (np.float32, [[1, 0, 0], [0, 1, 0]])


def test_bytes_become_numbers_and_other_blocks_stay_what_they_are(binary):
    for kind, expected in ((np.uint8, np.float32), (np.int32, np.int32), (np.float32, np.float32)):
        (found,) = rows_of(np.arange(6, dtype=kind).reshape(3, 2), binary).inputs(NUMBERS)
        assert (found.dtype, found.tolist()) == (expected, [[4, 5], [0, 1]])


def test_a_blank_stream_sees_zeros_of_the_same_shape(binary):
    (found,) = rows_of(np.ones((3, 2, 2), np.float32), binary).inputs(NUMBERS, blank=True)
    assert found.shape == (2, 2, 2)
    assert not found.any()


def test_the_target_is_that_of_the_rows(binary):
    assert HostRows(binary, ["dense"]).target(NUMBERS).tolist() == binary.target[NUMBERS].tolist()
