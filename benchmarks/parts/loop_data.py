"""The rows of the plain Keras loop, read by the loop's own functions, as datasets of wellfit."""

import importlib.util
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import scipy.sparse

from wellfit.data.dataset import Block, Dataset
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.data.task import LOSSES

START, OFFSET, UNKNOWN = 1, 3, 2  # of keras.datasets.imdb: the mark at the start, the first words' ids, the rare words


@dataclass(frozen=True, kw_only=True)
class Family:
    """What the loop trains: rows and splits, epochs, batch size, and its networks as (optimizer, layers) by name."""

    data: Dataset
    epochs: int
    batch_size: int
    networks: Mapping[str, tuple[Any, list[Any]]]


def read_family(script: Path, name: str, folder: Path) -> Family:
    """The loop's family of this name.

    Reviews are made sparse from the start; the loop's dense matrix of them would be 1 GB that we have no use for.
    """
    loop = load(script)
    loop.imdb = reviews
    x, y, validation, loss, epochs, batch_size, networks = loop.variants(name, folder)
    return Family(data=dataset(name, x, y, validation, loss), epochs=epochs, batch_size=batch_size, networks=networks)


def load(script: Path) -> ModuleType:
    """The loop's file as a module."""
    spec = importlib.util.spec_from_file_location("keras_reference", script)
    if spec is None or spec.loader is None:
        raise ImportError(f"{script} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reviews(folder: Path, words: int = 10_000) -> tuple[scipy.sparse.csr_array, np.ndarray]:
    """Which of the `words` most frequent words stand in each review, [reviews, words], and the labels [reviews]."""
    with np.load(folder / "imdb/imdb.npz", allow_pickle=True) as file:
        return multi_hot(file["x_train"], words), file["y_train"].astype("float32")


def multi_hot(sequences: np.ndarray, words: int) -> scipy.sparse.csr_array:
    """Lists of word ids as ones; each review has the mark of the start, ids beyond `words` are the unknown word."""
    ids = [np.asarray([START - OFFSET, *sequence]) + OFFSET for sequence in sequences]
    known = [np.unique(np.where(row >= words, UNKNOWN, row)) for row in ids]
    starts = np.cumsum([0, *map(len, known)])
    columns = np.concatenate(known).astype(np.int32)
    ones = np.ones(len(columns), np.float32)
    return scipy.sparse.csr_array((ones, columns, starts.astype(np.int32)), shape=(len(known), words))


def dataset(name: str, x: Block, y: np.ndarray, validation: Mapping[str, Any], loss: str) -> Dataset:
    """Rows and splits as `model.fit(x, y, **validation)` takes them; no row selects or tests."""
    if "validation_data" in validation:
        held_x, held_y = validation["validation_data"]
        first, x, y = len(y), np.concatenate([x, held_x]), np.concatenate([y, held_y])
    else:
        # Keras takes the last rows, and rounds so.
        first = math.floor(len(y) * (1.0 - validation["validation_split"]))
    rows, none = np.arange(len(y), dtype=np.int64), np.zeros(0, np.int64)
    splits = Splits(train=rows[:first], validation=rows[first:], selection=none, test=none)
    kind = next(kind for kind, known in LOSSES.items() if known == loss)
    block = "words" if scipy.sparse.issparse(x) else "dense" if x.ndim == 2 else "array"
    return from_arrays({block: x}, y, kind=kind, splits=splits, name=name)
