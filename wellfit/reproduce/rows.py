"""The rows of an experiment as a dataset: read, split as its text does, and encoded as its networks take them."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import scipy.sparse

from wellfit.data.dataset import Block, Dataset
from wellfit.data.encoded import from_arrays
from wellfit.data.read import read
from wellfit.data.splits import Splits
from wellfit.data.task import Kind
from wellfit.reproduce.experiment import DataName
from wellfit.reproduce.sources.auto_mpg import read_cars
from wellfit.reproduce.sources.higgs import read_collisions
from wellfit.reproduce.sources.images import CLOTHES, DIGITS, read_pictures
from wellfit.reproduce.sources.imdb import multi_hot, padded, read_reviews
from wellfit.reproduce.sources.photographs import photograph_folder
from wellfit.reproduce.sources.wanted import Say

TEN = tuple(map(str, range(10)))
REVIEW_LENGTH = 256
SIDE = 150  # of the photographs, in pixels


def read_rows(data: DataName, folder: Path | None, say: Say) -> Dataset:
    """The rows from this folder, or from where Keras keeps them, or from their public address.

    Validation rows are those that the text holds out. The selection rows, on which losses are kept row by row, are
    the test rows where the text reports of them, and else the validation rows once more. Raises SourceError where
    rows cannot be had.
    """
    return {
        "IMDB words": _imdb_words,
        "IMDB sequences": _imdb_sequences,
        "MNIST": _digits,
        "Fashion-MNIST": _clothes,
        "Auto MPG": _cars,
        "HIGGS": _collisions,
        "dogs and cats": _photographs,
    }[data](folder, say)


def _imdb_words(folder: Path | None, say: Say) -> Dataset:
    reviews, _ = read_reviews(folder, say)
    x, first = multi_hot(reviews.ids), before(len(reviews.ids), 0.4)
    return split("IMDB", "words", "binary", (x[:first], reviews.target[:first]), (x[first:], reviews.target[first:]))


def read_all_reviews(folder: Path | None, say: Say) -> Dataset:
    """All reviews to train on, and the test reviews in the place of validation rows."""
    train, test = read_reviews(folder, say)
    return split("IMDB", "words", "binary", (multi_hot(train.ids), train.target), (multi_hot(test.ids), test.target))


def _imdb_sequences(folder: Path | None, say: Say) -> Dataset:
    reviews, test = read_reviews(folder, say)
    x, held = padded(reviews.ids, REVIEW_LENGTH), round(0.4 * len(reviews.ids))
    tested = padded(test.ids, REVIEW_LENGTH), test.target
    train, validation = (x[held:], reviews.target[held:]), (x[:held], reviews.target[:held])
    return split("IMDB", "sequence", "binary", train, validation, tested)


def _digits(folder: Path | None, say: Say) -> Dataset:
    pictures, _ = read_pictures(DIGITS, folder, say)
    x, y = pictures.pixels.reshape(len(pictures.target), -1), pictures.target
    first = before(len(y), 0.2)
    return split("MNIST", "dense", "multiclass", (x[:first], y[:first]), (x[first:], y[first:]))


def _clothes(folder: Path | None, say: Say) -> Dataset:
    train, test = read_pictures(CLOTHES, folder, say)
    return split("Fashion-MNIST", "array", "multiclass", train, test)


def _cars(folder: Path | None, say: Say) -> Dataset:
    x, y = read_cars(folder, say)
    first = before(len(y), 0.2)
    return split("Auto MPG", "dense", "regression", (x[:first], y[:first]), (x[first:], y[first:]))


def _collisions(folder: Path | None, say: Say) -> Dataset:
    x, y, first = read_collisions(folder, say)
    return split("HIGGS", "dense", "binary", (x[:first], y[:first]), (x[first:], y[first:]))


def _photographs(folder: Path | None, say: Say) -> Dataset:
    """What the folder `validation` holds is held out, and all of `train` is trained on."""
    data = read(photograph_folder(folder, say), image_size=SIDE, name="dogs and cats")
    parts = data.splits
    train = np.sort(np.concatenate([parts.train, parts.validation, parts.selection]))
    none = np.zeros(0, np.int64)
    return replace(data, splits=Splits(train=train, validation=parts.test, selection=parts.test, test=none))


def before(rows: int, validation_split: float) -> int:
    """How many rows Keras trains on: `validation_split` takes the last ones, rounded so.

    >>> before(25_000, 0.4), before(392, 0.2)
    (15000, 313)
    """
    return int(rows * (1.0 - validation_split))


def split(
    name: str,
    block: str,
    kind: Kind,
    train: tuple[Block, np.ndarray],
    validation: tuple[Block, np.ndarray],
    judged: tuple[Block, np.ndarray] | None = None,
) -> Dataset:
    """Training, validation and judged rows, each (inputs, target), as one dataset; nothing is left for a test."""
    parts = (train, validation, judged or validation)
    ends = np.cumsum([0, *(len(target) for _, target in parts)])
    rows = [np.arange(first, end, dtype=np.int64) for first, end in pairwise(ends)]
    inputs, target = [part for part, _ in parts], np.concatenate([target for _, target in parts])
    sparse = scipy.sparse.issparse(inputs[0])
    x = scipy.sparse.vstack(inputs, format="csr") if sparse else np.concatenate(inputs)
    splits = Splits(train=rows[0], validation=rows[1], selection=rows[2], test=np.zeros(0, np.int64))
    classes = TEN if kind == "multiclass" else None
    return from_arrays({block: x}, target, kind=kind, splits=splits, classes=classes, name=name)
