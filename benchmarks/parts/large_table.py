"""A table in a file, and a family trained on it; as a script: `large_table.py FOLDER EPOCHS`."""

import json
import sys
import time
from pathlib import Path

import numpy as np

ROWS_AT_ONCE = 20_000
HELD_OUT = 20_000
BATCH = 128
SEEDS = 2


def write_table(path: Path, gigabytes: float, features: int) -> int:
    """Write normal numbers as float32, some rows at a time; the labels lie beside them. The number of rows."""
    from wellfit.data.store.array_file import ArrayFile

    random, rows = np.random.default_rng(0), int(gigabytes * 1e9 / (4 * features))
    truth = random.normal(size=features).astype(np.float32)
    with (
        ArrayFile(path, np.float32, (features,)) as numbers,
        ArrayFile(path.with_name("target.npy"), np.float32) as target,
    ):
        for first in range(0, rows, ROWS_AT_ONCE):
            part = random.normal(size=(min(ROWS_AT_ONCE, rows - first), features)).astype(np.float32)
            numbers.append(part)
            target.append((part @ truth + random.normal(size=len(part)) > 0).astype(np.float32))
    return rows


def read_rate(path: Path) -> float:
    """Gigabytes a second at which the file is read from beginning to end."""
    buffer, begin = np.empty(8_000_000, np.uint8), time.perf_counter()
    with path.open("rb", buffering=0) as file:
        while file.readinto(buffer.data):
            pass
    return path.stat().st_size / 1e9 / (time.perf_counter() - begin)


def train(folder: Path, epochs: int) -> dict[str, object]:
    """Four recipes by two seeds on the table as it lies."""
    import wellfit
    from wellfit.data.encoded import from_arrays
    from wellfit.data.splits import Splits
    from wellfit.recipes.networks import DenseNetwork
    from wellfit.recipes.optimizer import Optimizer
    from wellfit.recipes.recipe import Recipe

    numbers, target = (np.load(folder / name, mmap_mode="r") for name in ("dense.npy", "target.npy"))
    order = np.random.default_rng(1).permutation(len(target))
    parts = [np.sort(part) for part in np.split(order, [HELD_OUT, 2 * HELD_OUT, 3 * HELD_OUT])]
    splits = Splits(train=parts[3], validation=parts[0], selection=parts[1], test=parts[2])
    begin = time.perf_counter()
    data = from_arrays({"dense": numbers}, np.asarray(target), kind="binary", splits=splits)
    checked = time.perf_counter() - begin
    recipes = [
        Recipe(
            name=f"rate {rate}",
            network=DenseNetwork(units=(16, 16)),
            optimizer=Optimizer(learning_rate=rate),
            batch_size=BATCH,
        )
        for rate in (1e-4, 3e-4, 1e-3, 3e-3)
    ]
    runs = wellfit.fit_many(recipes, data, seeds=SEEDS, epochs=epochs)
    seen = epochs * len(splits.train)
    return {
        "members": len(runs.members),
        "epochs": epochs,
        "seconds_checking": checked,
        "seconds_training": runs.cost.seconds_training,
        "seconds_compiling": runs.cost.seconds_compiling,
        "rows_a_second": seen / runs.cost.seconds_training,
        "gigabytes_a_second": seen * numbers.shape[1] * 4 / 1e9 / runs.cost.seconds_training,
        "best_validation_loss": float(np.min(runs.curves["validation_loss"].to_numpy())),
    }


if __name__ == "__main__":
    print(json.dumps(train(Path(sys.argv[1]), int(sys.argv[2]))))
