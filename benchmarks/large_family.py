"""Prints how long 20 recipes × 5 seeds take on 200,000 rows beside a plain Keras loop: `large_family.py --help`."""

import argparse
import json
import sys
import time
from typing import Any

import numpy as np
from parts.machine import machine
from parts.table import print_table

import wellfit
from wellfit.data.dataset import Dataset
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.engine.export import stock_model
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies import (
    L1,
    L1L2,
    L2,
    BatchNormalization,
    Dropout,
    GaussianNoise,
    L2Dropout,
    Remedy,
    Smaller,
    WeightDecay,
)

FEATURES, HELD_OUT, BATCH, SEEDS = 28, 20_000, 512, 5
# What a plain Keras loop has as well: layers, penalties and the optimizer's own values.
REMEDIES: tuple[Remedy, ...] = (
    *(L2(strength=strength) for strength in (1e-5, 1e-4, 1e-3, 1e-2)),
    *(L1(strength=strength) for strength in (1e-6, 1e-5, 1e-4)),
    L1L2(l1=1e-5, l2=1e-4),
    *(Dropout(rate=rate) for rate in (0.1, 0.2, 0.3, 0.5)),
    L2Dropout(l2=1e-4, rate=0.2),
    L2Dropout(l2=1e-3, rate=0.5),
    *(WeightDecay(decay=decay) for decay in (0.01, 0.1)),
    GaussianNoise(deviation=0.1),
    BatchNormalization(),
    Smaller(),
)


def main() -> int:
    """Train the family with wellfit, then one seed of each recipe in a loop of Keras."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print everything as JSON and nothing else")
    asked = parser.parse_args()
    rows, recipes = data(asked.rows), family()
    train = wellfit.fit_many  # brings Keras and JAX along, before any clock starts
    began = time.perf_counter()
    runs = train(recipes, rows, seeds=SEEDS, epochs=asked.epochs)
    ours = time.perf_counter() - began
    one_seed = sum(_loop(recipe, rows, asked.epochs) for recipe in recipes)
    found: dict[str, Any] = {
        "recipes": len(recipes),
        "seeds": SEEDS,
        "rows": asked.rows,
        "epochs": asked.epochs,
        "ours": ours,
        "reference_one_seed": one_seed,
        "reference": SEEDS * one_seed,
        "ratio": SEEDS * one_seed / ours,
        "programs": runs.cost.programs,
        "compiling": runs.cost.seconds_compiling,
    }
    if asked.json:
        print(json.dumps({"results": [found], "machine": machine()}, indent=1))
        return 0
    print(". ".join(f"{name.capitalize()}: {value}" for name, value in machine().items()) + ".\n")
    keys = ("recipes", "seeds", "rows", "epochs", "reference_one_seed", "reference", "ours", "ratio", "programs")
    print_table(keys, [[f"{found[key]:.4g}" for key in keys]])
    print("Seconds. The loop trained one seed of each recipe, counted up to all seeds; compilation included.")
    return 0


def family() -> list[Recipe]:
    """The plain network and each remedy on it."""
    plain = Recipe(name="plain", network=DenseNetwork(units=(64, 64)), batch_size=BATCH)
    return [plain, *(remedy.apply(plain) for remedy in REMEDIES)]


def data(count: int) -> Dataset:
    """Numbers drawn by lot, of which products and squares decide the class, with noise, as masses do in HIGGS."""
    chance = np.random.default_rng(0)
    whole = count + HELD_OUT
    x = chance.standard_normal((whole, FEATURES), np.float32)
    signal = x[:, 0] * x[:, 1] + 0.5 * x[:, 2] ** 2 - 0.5 + 0.7 * np.tanh(x[:, 3] + x[:, 4])
    y = (signal + chance.standard_normal(whole) > 0).astype(np.float32)
    numbers, none = np.arange(whole), np.zeros(0, np.int64)
    splits = Splits(train=numbers[:count], validation=numbers[count:], selection=none, test=none)
    return from_arrays({"dense": x}, y, kind="binary", splits=splits, name="like HIGGS")


def _loop(recipe: Recipe, rows: Dataset, epochs: int) -> float:
    """Seconds of `compile` and `fit`, as anybody would write it."""
    (x, y), held = (
        (rows.blocks["dense"][part], rows.target[part]) for part in (rows.splits.train, rows.splits.validation)
    )
    began = time.perf_counter()
    model = stock_model(recipe, rows, 0)
    model.fit(x, y, batch_size=recipe.batch_size, epochs=epochs, verbose=0, validation_data=held)
    seconds = time.perf_counter() - began
    print(f"{recipe.name}: Keras {seconds:.1f} s", file=sys.stderr, flush=True)
    return seconds


if __name__ == "__main__":
    sys.exit(main())
