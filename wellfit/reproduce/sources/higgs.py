"""HIGGS: simulated collisions, the label first, 28 numbers after it, no header."""

import gzip
import zlib
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
from jaxtyping import Float32

from wellfit.errors import SourceError
from wellfit.record import write_atomically
from wellfit.reproduce.sources.download import by_hand, fetch
from wellfit.reproduce.sources.wanted import Say, Wanted, keras_folder, located, missing

ROWS, FEATURES = 11_000, 28
HIGGS = Wanted(
    title="the HIGGS collisions",
    names=("HIGGS-11000.csv.gz", "HIGGS.csv.gz", "higgs.csv.gz", "higgs/higgs.csv.gz", "higgs/HIGGS.csv.gz",
           "HIGGS.csv", "higgs.csv"),
    address="http://mlphysics.ics.uci.edu/data/higgs/HIGGS.csv.gz",
)  # fmt: skip


class Collisions(NamedTuple):
    """Features with the mean and deviation of the training rows taken out, and whether it is a signal: 0 or 1."""

    x: Float32[np.ndarray, "rows 28"]
    target: Float32[np.ndarray, " rows"]
    train: int


def read_collisions(folder: Path | None, say: Say) -> Collisions:
    """The first 11,000 rows, of which the last eleventh is held out.

    The whole file has 11 million rows in 2.8 GB: no more of it is read, or downloaded, than these. Raises
    SourceError where it is missing, or holds something else.
    """
    path = located(HIGGS, folder)
    if path is None and folder is not None:
        raise missing([HIGGS], folder)
    path = path or _beginning(say)
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            table = _table(file)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise SourceError(
            f"{path} is not the HIGGS table: {error}. Expected lines of a label (0 or 1) and {FEATURES} numbers with "
            f"commas between and no header. {by_hand(HIGGS.address, path)}"
        ) from error
    x, train = table[:, 1:], len(table) - max(1, len(table) // 11)
    deviation = x[:train].std(0)
    return Collisions((x - x[:train].mean(0)) / np.where(deviation > 0, deviation, 1), table[:, 0], train)


def _table(file: Iterable[bytes]) -> np.ndarray:
    lines = [line.decode("ascii") for line in islice(file, ROWS)]
    table = np.loadtxt(lines, delimiter=",", dtype=np.float32, ndmin=2)
    if len(table) < 2 or table.shape[1] != FEATURES + 1 or not np.isfinite(table).all():
        raise ValueError(f"it has {len(table):,} rows of {table.shape[1]} values")
    if not np.isin(table[:, 0], (0, 1)).all():
        raise ValueError("its first column holds other values than 0 and 1")
    return table


def _beginning(say: Say) -> Path:
    """The first rows of the file at its address, kept where Keras keeps its files."""
    say(f"Downloading the first {ROWS:,} rows of {HIGGS.title} from {HIGGS.address}.")
    to = keras_folder() / HIGGS.names[0]

    def rows(answer: IO[bytes]) -> bytes:
        with gzip.GzipFile(fileobj=answer) as file:
            return b"".join(islice(file, ROWS))

    return write_atomically(to, gzip.compress(fetch(HIGGS.address, to, HIGGS.title, rows)))
