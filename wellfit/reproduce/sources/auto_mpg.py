"""Auto MPG: 398 cars and the miles they go on a gallon, in the layout of the UCI repository."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from jaxtyping import Float32

from wellfit.errors import SourceError
from wellfit.reproduce.sources.wanted import Say, Wanted, obtained

AUTO_MPG = Wanted(
    title="the Auto MPG table",
    names=("auto-mpg.data", "auto_mpg/auto-mpg.data", "auto-mpg/auto-mpg.data"),
    address="https://archive.ics.uci.edu/ml/machine-learning-databases/auto-mpg/auto-mpg.data",
)
COLUMNS = 8  # miles a gallon, six numbers, the origin (1, 2 or 3); then a tab and the car's name


class Cars(NamedTuple):
    """Six numbers and the origin as three, each with mean 0 and deviation 1, and miles a gallon."""

    x: Float32[np.ndarray, "rows 9"]
    target: Float32[np.ndarray, " rows"]


def read_cars(folder: Path | None, say: Say) -> Cars:
    """The cars that have all values, shuffled once with a fixed seed. Raises SourceError for another file."""
    path = obtained(AUTO_MPG, folder, say)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t")[0].split()[:COLUMNS] for line in lines if line.strip()]
        table = np.array([list(map(float, row)) for row in rows if "?" not in row], np.float32)
        origin = table[:, 7].astype(int)
        if table.shape[1] != COLUMNS or not np.isfinite(table).all() or not np.isin(origin, (1, 2, 3)).all():
            raise ValueError(f"a table of shape {table.shape}")
    except (OSError, ValueError, IndexError) as error:
        raise SourceError(
            f"{path} is not the Auto MPG table: {error}. Expected lines such as "
            '"18.0 8 307.0 130.0 3504. 12.0 70 1<tab>name", ? for a missing number. Download it again: '
            f"{AUTO_MPG.address}."
        ) from error
    np.random.default_rng(0).shuffle(table)
    x = np.concatenate([table[:, 1:7], np.eye(3, dtype=np.float32)[table[:, 7].astype(int) - 1]], axis=1)
    return Cars((x - x.mean(0)) / (x.std(0) + np.float32(1e-7)), table[:, 0])
