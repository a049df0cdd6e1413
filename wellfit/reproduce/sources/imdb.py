"""The IMDB reviews as lists of word ranks: `imdb.npz` of `keras.datasets.imdb`."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse
from jaxtyping import Float32, Int32

from wellfit.errors import SourceError
from wellfit.reproduce.sources.archive import read_archive
from wellfit.reproduce.sources.wanted import Say, Wanted, obtained

WORDS = 10_000
# What `keras.datasets.imdb.load_data` makes of the ranks: 0 is padding, then the mark of a start, rare words, others.
START, RARE, OFFSET = 1, 2, 3
IMDB = Wanted(
    title="the IMDB reviews as word ranks",
    names=("imdb.npz", "imdb/imdb.npz"),
    address="https://storage.googleapis.com/tensorflow/tf-keras-datasets/imdb.npz",
    sha256="69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f",
)


class Reviews(NamedTuple):
    """Word ids of each review, as `load_data(num_words=10000)` gives them, and whether it is good: 0 or 1."""

    ids: list[np.ndarray]
    target: Float32[np.ndarray, " rows"]


def read_reviews(folder: Path | None, say: Say) -> tuple[Reviews, Reviews]:
    """Those to train on and those to test on, in the file's order.

    Raises SourceError where the file is missing, damaged or of another kind.
    """
    path = obtained(IMDB, folder, say)
    names = ("x_train", "y_train", "x_test", "y_test")
    x, y, x_test, y_test = read_archive(path, names, lists=("x_train", "x_test"))
    return _reviews(x, y, path), _reviews(x_test, y_test, path)


def _reviews(ranks: np.ndarray, target: np.ndarray, path: Path) -> Reviews:
    if target.shape != ranks.shape or not np.isin(target, (0, 1)).all():
        raise SourceError(
            f"{path} does not have a label of 0 or 1 for each of its {len(ranks):,} reviews. Download it again."
        )
    try:
        ids = [_ids(row) for row in ranks]
    except OverflowError as error:
        raise SourceError(f"{path} holds word ranks that are no ranks: {error}. Download it again.") from error
    return Reviews(ids, target.astype(np.float32))


def _ids(ranks: list[int]) -> Int32[np.ndarray, " words"]:
    ids = np.array([START, *(rank + OFFSET for rank in ranks)], np.int32)
    return np.where((ids >= WORDS) | (ids < 0), np.int32(RARE), ids)


def multi_hot(reviews: list[np.ndarray]) -> scipy.sparse.csr_array:
    """Which of the 10,000 most frequent words stand in each review: ones and zeros, [reviews, words].

    >>> multi_hot([np.array([1, 5, 5])]).nonzero()[1].tolist()
    [1, 5]
    """
    known = [np.unique(ids) for ids in reviews]
    starts = np.cumsum([0, *map(len, known)]).astype(np.int32)
    columns = np.concatenate(known).astype(np.int32)
    return scipy.sparse.csr_array((np.ones(len(columns), np.float32), columns, starts), shape=(len(known), WORDS))


def padded(reviews: list[np.ndarray], length: int) -> Int32[np.ndarray, "rows length"]:
    """The last `length` words of each review, zeros after a shorter one, as `pad_sequences(padding="post")` has it.

    >>> padded([np.array([1, 7]), np.array([1, 7, 8, 9])], 3).tolist()
    [[1, 7, 0], [7, 8, 9]]
    """
    rows = np.zeros((len(reviews), length), np.int32)
    for row, ids in zip(rows, reviews, strict=True):
        kept = ids[-length:]
        row[: len(kept)] = kept
    return rows
