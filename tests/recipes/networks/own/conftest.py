"""Data for models of one's own, encoded as they are."""

import numpy as np
import pytest

from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits

ROWS = 24


@pytest.fixture(scope="session")
def data():
    """Make data of rows of a shape, for a kind of task."""

    def make(shape=(4,), kind="binary", classes=2):
        random = np.random.default_rng(0)
        block = "dense" if len(shape) == 1 else "array"
        rows = random.normal(size=(ROWS, *shape))
        target = np.arange(ROWS) % classes if kind != "regression" else random.normal(size=ROWS)
        parts = np.split(np.arange(ROWS), [12, 18, 22])
        names = ("train", "validation", "selection", "test")
        splits = Splits(**dict(zip(names, parts, strict=True)))
        return from_arrays({block: rows}, np.asarray(target, float), kind=kind, splits=splits)

    return make
