"""One point of the scaling tables in a process of its own: `scaling_point.py MEMBERS ROWS UNITS SECONDS`; JSON."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import jax
import numpy as np
from parts.roofline import BATCH, CLASSES, FEATURES, Point

import wellfit
from wellfit.data.dataset import Dataset
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.engine.fit_many import ChunkDone
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe

MOST_EPOCHS = 1000


def main(members: int, rows: int, units: int, seconds: float) -> None:
    """Train for about so many seconds and tell the fastest epoch: what others do on the machine only adds to it."""
    point = Point(axis="members", members=members, rows=rows, units=units)
    recipe = Recipe(name="network", network=DenseNetwork(units=(units, units)), batch_size=BATCH)
    epochs: list[float] = []
    spent = [0.0]

    def watch(done: ChunkDone) -> bool:
        epochs.append(done.seconds / done.chunk)
        spent[0] += done.seconds
        return spent[0] >= seconds

    runs = wellfit.fit_many(recipe, data(point), seeds=members, epochs=MOST_EPOCHS, watch=watch)
    told = {"seconds": min(epochs) / members, "epochs": int(runs.curves["epoch"].to_numpy().max())}
    cost = {"compiling": runs.cost.seconds_compiling, "programs": runs.cost.programs}
    memory = jax.devices()[0].memory_stats()  # None on a CPU
    print(json.dumps({**told, **cost, "gigabytes_device": memory["peak_bytes_in_use"] / 1e9 if memory else None}))


def data(point: Point) -> Dataset:
    """Numbers drawn by lot, of which a few features decide the class."""
    chance = np.random.default_rng(0)
    count = point.rows + point.held_out
    x = chance.standard_normal((count, FEATURES), np.float32)
    y = np.argmax(x[:, :CLASSES], axis=1)
    rows, none = np.arange(count, dtype=np.int64), np.zeros(0, np.int64)
    splits = Splits(train=rows[: point.rows], validation=rows[point.rows :], selection=none, test=none)
    return from_arrays({"dense": x}, y, kind="multiclass", splits=splits, name="drawn")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
