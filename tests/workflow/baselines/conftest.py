"""Data sets whose truth is known: what the best possible answer scores follows from how they are made."""

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from wellfit.data.dataset import Dataset
from wellfit.data.read import read
from wellfit.data.task import Kind

ROWS = 600


def _numbers(generator: np.random.Generator) -> dict[str, np.ndarray]:
    return {name: generator.normal(size=ROWS) for name in ("a", "b", "c")}


def line(generator: np.random.Generator) -> pl.DataFrame:
    """y = 30 + 4 a - 3 b with noise of deviation 0.5: the best mean absolute error is 0.5 * sqrt(2 / pi) = 0.40."""
    columns = _numbers(generator)
    target = 30 + 4 * columns["a"] - 3 * columns["b"] + generator.normal(0, 0.5, ROWS)
    return pl.DataFrame({**columns, "y": target})


def logistic(generator: np.random.Generator) -> pl.DataFrame:
    """Two classes with the log-odds 3 a - 2 b."""
    columns = _numbers(generator)
    odds = 3 * columns["a"] - 2 * columns["b"]
    drawn = generator.random(ROWS) < 1 / (1 + np.exp(-odds))
    return pl.DataFrame({**columns, "y": np.where(drawn, "yes", "no")})


def crossed(generator: np.random.Generator) -> pl.DataFrame:
    """The class is the sign of a * b: nothing for a line, easy for trees."""
    columns = _numbers(generator)
    return pl.DataFrame({**columns, "y": np.where(columns["a"] * columns["b"] > 0, "same", "other")})


def chance(generator: np.random.Generator) -> pl.DataFrame:
    """Labels that no column says anything about."""
    return pl.DataFrame({**_numbers(generator), "y": generator.choice(["heads", "tails"], ROWS)})


def thirds(generator: np.random.Generator) -> pl.DataFrame:
    """Three classes: the largest of three noisy columns."""
    columns = _numbers(generator)
    seen = np.stack([column + generator.normal(0, 0.2, ROWS) for column in columns.values()])
    return pl.DataFrame({**columns, "y": np.array(["a", "b", "c"])[seen.argmax(axis=0)]})


def pair(generator: np.random.Generator) -> pl.DataFrame:
    """`logistic`, to be read as a multi-class task of two classes."""
    return logistic(generator)


def texts(generator: np.random.Generator) -> pl.DataFrame:
    """Sentences of 20 words of 60, of which one word in ten gives the class away."""
    words = np.array([f"word{number}x" for number in range(60)])
    positive = generator.random(ROWS) < 0.5
    drawn = words[generator.integers(0, 60, (ROWS, 20))]
    telling = np.where(positive, "splendid", "dreadful")[:, None]
    drawn = np.where(generator.random((ROWS, 20)) < 0.1, telling, drawn)
    return pl.DataFrame({"review": [" ".join(row) for row in drawn], "y": np.where(positive, "pos", "neg")})


def images(generator: np.random.Generator) -> pl.DataFrame:
    """Arrays of 20 × 20 whose upper half is lighter in one class than in the other."""
    light = generator.random(ROWS) < 0.5
    pixels = generator.normal(0, 1, (ROWS, 20, 20))
    pixels[:, :10] += 0.3 * light[:, None, None]
    frame = pl.DataFrame({"y": np.where(light, "light", "dark")})
    return frame.with_columns(pl.Series("x", pixels.astype(np.float32), dtype=pl.Array(pl.Float32, (20, 20))))


TABLES = {table.__name__: table for table in (line, logistic, crossed, chance, thirds, pair, texts, images)}
TASKS: dict[str, Kind] = {"pair": "multiclass"}


@pytest.fixture(scope="session")
def data() -> Callable[[str], Dataset]:
    """The data set of this name, made once."""
    made: dict[str, Dataset] = {}

    def of(name: str) -> Dataset:
        if name not in made:
            made[name] = read(TABLES[name](np.random.default_rng(7)), target="y", name=name, task=TASKS.get(name))
        return made[name]

    return of
