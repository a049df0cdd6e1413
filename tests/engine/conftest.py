"""Small data whose truth is known, and a session that all tests share, so that one shape is compiled once."""

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.data.dataset import Dataset
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.engine.session import Session

ROWS = 80
SYLLABLES = [f"{start}{end}" for start in "bcdfgl" for end in ("oom", "ale", "ine", "oss")]


def make_table(kind: str) -> Dataset:
    """Three numbers a row; the first of them decides, with a little noise."""
    random = np.random.default_rng(7)
    x = random.normal(size=(ROWS, 3)).astype(np.float32)
    signal = x[:, 0] + 0.3 * random.normal(size=ROWS)
    y = {"binary": (signal > 0).astype(int), "multiclass": np.digitize(signal, [-0.5, 0.5]), "regression": signal}[kind]
    return wellfit.read((x, y), name=kind)


def make_texts() -> Dataset:
    """Reviews of made-up words, half of which lean to one answer, and a number beside them."""
    random = np.random.default_rng(8)
    liked = random.integers(0, 2, ROWS)
    reviews = [
        " ".join(random.choice(SYLLABLES[:14] if yes else SYLLABLES[10:], random.integers(6, 16))) for yes in liked
    ]
    frame = pl.DataFrame({"review": reviews, "size": random.normal(size=ROWS), "liked": np.array(["no", "yes"])[liked]})
    return wellfit.read(frame, target="liked", name="texts")


def make_photographs() -> Dataset:
    """Coloured pictures of raw pixels, bright or dark."""
    random = np.random.default_rng(9)
    bright = random.integers(0, 2, ROWS)
    pixels = random.normal(110 + 40 * bright[:, None, None, None], 30, (ROWS, 8, 7, 3)).clip(0, 255).astype(np.uint8)
    train, validation, selection = np.split(np.arange(ROWS), [50, 65])
    splits = Splits(train=train, validation=validation, selection=selection, test=np.zeros(0, np.int64))
    return from_arrays({"image": pixels}, bright, kind="binary", splits=splits)


@pytest.fixture(scope="session")
def dataset() -> Callable[[str], Dataset]:
    """The data set of a kind of task, "texts" or "photographs"; made once."""
    others = {"texts": make_texts, "photographs": make_photographs}
    made: dict[str, Dataset] = {}

    def get(kind: str) -> Dataset:
        if kind not in made:
            made[kind] = others[kind]() if kind in others else make_table(kind)
        return made[kind]

    return get


@pytest.fixture(scope="session")
def binary(dataset: Callable[[str], Dataset]) -> Dataset:
    """A table with two classes."""
    return dataset("binary")


@pytest.fixture(scope="session")
def session() -> Session:
    """Compiled programs for all tests of the engine."""
    return Session()
