"""A small data set for each kind of block, and a session that all tests share."""

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
import scipy.sparse

import wellfit
from wellfit.data.dataset import Dataset
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.engine.session import Session

# 24 training rows are no multiple of 16: the last batch is smaller.
ROWS, TRAIN, HELD_OUT = 44, 24, 10
SYLLABLES = [f"{start}{end}" for start in "bcdfgl" for end in ("oom", "ale", "ine", "oss")]
Make = Callable[[np.random.Generator, np.ndarray], Dataset]


def table(kind: str) -> Make:
    """Three numbers a row."""

    def make(random: np.random.Generator, signal: np.ndarray) -> Dataset:
        x = np.stack([signal, *random.normal(size=(2, ROWS))], axis=1).astype(np.float32)
        return encoded(kind, random, signal, dense=x)

    return make


def encoded(kind: str, random: np.random.Generator, signal: np.ndarray, **blocks: object) -> Dataset:
    """Blocks as they are, and a target that follows the signal with a little noise."""
    noisy = signal + 0.3 * random.normal(size=ROWS)
    target = {"binary": noisy > 0, "multiclass": np.digitize(noisy, [-0.5, 0.5]), "regression": 3 * noisy + 5}[kind]
    order = random.permutation(ROWS)
    parts = np.split(np.arange(ROWS)[order], [TRAIN, TRAIN + HELD_OUT])
    train, validation, selection = (np.sort(part) for part in parts)
    splits = Splits(train=train, validation=validation, selection=selection, test=np.zeros(0, np.int64))
    return from_arrays(blocks, np.asarray(target, float), kind=kind, splits=splits)


def counts(random: np.random.Generator, signal: np.ndarray) -> Dataset:
    """Words with weights, three classes."""
    weights = random.exponential(size=(ROWS, 20)) * (random.random((ROWS, 20)) < 0.2)
    weights[:, 0] = np.maximum(signal, 0)
    return encoded("multiclass", random, signal, words=scipy.sparse.csr_array(weights))


def pictures(random: np.random.Generator, signal: np.ndarray) -> Dataset:
    """Grey pictures whose brightness tells the class."""
    return encoded("binary", random, signal, array=random.normal(size=(ROWS, 6, 6, 1)) + signal[:, None, None, None])


def photographs(random: np.random.Generator, signal: np.ndarray) -> Dataset:
    """Coloured pictures of raw pixels, of three classes."""
    noise = random.normal(128, 30, size=(ROWS, 8, 7, 3)) + 40 * signal[:, None, None, None]
    return encoded("multiclass", random, signal, image=np.clip(noise, 0, 255).astype(np.uint8))


def windows(random: np.random.Generator, signal: np.ndarray) -> Dataset:
    """Five steps of two numbers a row, in which the signal grows, and a number beside them."""
    steps = random.normal(size=(ROWS, 5, 2)) + signal[:, None, None] * np.arange(5)[:, None] / 4
    return encoded("regression", random, signal, window=steps, dense=random.normal(size=(ROWS, 1)))


def texts(beside: bool) -> Make:
    """Reviews of made-up words, half of which lean to one answer, and perhaps a number beside them."""

    def make(random: np.random.Generator, signal: np.ndarray) -> Dataset:
        liked = signal > 0
        reviews = [
            " ".join(random.choice(SYLLABLES[:14] if yes else SYLLABLES[10:], random.integers(6, 16))) for yes in liked
        ]
        size = {"size": random.normal(size=ROWS)} if beside else {}
        frame = pl.DataFrame({"review": reviews, **size, "liked": np.where(liked, "yes", "no")})
        return wellfit.read(frame, target="liked", name="texts")

    return make


def towns(random: np.random.Generator, _signal: np.ndarray) -> Dataset:
    """Twelve towns, of which each training split knows some, and a number beside them."""
    rows = 3 * ROWS  # so that enough towns are in the training rows twice
    town, size = random.permutation(rows) % 12, random.normal(size=rows)
    frame = pl.DataFrame(
        {"town": [f"town {number}" for number in town], "size": size, "liked": np.where(size + town > 6, "y", "n")}
    )
    return wellfit.read(frame, target="liked", name="towns")


def prices(random: np.random.Generator, signal: np.ndarray) -> Dataset:
    """Numbers whose logarithm is learned: the target is decoded before errors are taken."""
    x = np.stack([signal, random.normal(size=ROWS)], axis=1)
    return wellfit.read((x, np.exp(1.5 * signal)), name="prices")


MAKERS: dict[str, Make] = {
    "binary": table("binary"),
    "multiclass": table("multiclass"),
    "regression": table("regression"),
    "prices": prices,
    "towns": towns,
    "words": texts(beside=False),
    "texts": texts(beside=True),
    "counts": counts,
    "pictures": pictures,
    "photographs": photographs,
    "windows": windows,
}


@pytest.fixture(scope="session")
def dataset() -> Callable[[str], Dataset]:
    """A data set by name; made once."""
    made: dict[str, Dataset] = {}

    def get(name: str) -> Dataset:
        if name not in made:
            random = np.random.default_rng(7)
            made[name] = MAKERS[name](random, random.normal(size=ROWS))
        return made[name]

    return get


@pytest.fixture(scope="session")
def session() -> Session:
    """Compiled programs for all tests of the certificate."""
    return Session()
