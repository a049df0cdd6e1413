"""Our side of an experiment in a process of its own: `family.py FAMILY --reference FILE --data DIR`; prints JSON."""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from parts.families import recipes
from parts.likeness import refuse_unlike
from parts.loop_data import Family, read_family

import wellfit
from wellfit.recipes.recipe import Recipe


def main() -> None:
    """Read what the loop reads, train, and tell seconds from the rows in memory to the trained family."""
    asked = options()
    family = read_family(asked.reference, asked.family, asked.data)
    chosen = recipes(asked.family, family.batch_size)
    chosen = [recipe for recipe in chosen if not asked.only or recipe.name in asked.only]
    epochs, seeds = asked.epochs or family.epochs, range(asked.seed, asked.seed + asked.seeds)
    train = wellfit.fit_many  # brings Keras and JAX along, as the loop has them before its clock starts
    began = time.perf_counter()
    runs = train(chosen, family.data, seeds=seeds, epochs=epochs)
    seconds = time.perf_counter() - began
    for recipe in chosen:
        refuse_unlike(recipe, family.data, *_network(family, recipe))
    losses = {recipe.name: keras_losses(runs, recipe) for recipe in chosen}
    cost = runs.cost
    told = {
        "seconds": seconds,
        "compiling": cost.seconds_compiling,
        "training": cost.seconds_training,
        "programs": cost.programs,
    }
    print(json.dumps({**told, "losses": losses}))


def options() -> argparse.Namespace:
    """What the command line asks for; --epochs is for trying the script by hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("family")
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--epochs", type=int)
    return parser.parse_args()


def _network(family: Family, recipe: Recipe) -> tuple[Any, list[Any]]:
    """The loop's network of the recipe's name; Auto MPG has one a seed, all alike."""
    return family.networks.get(recipe.name) or family.networks[f"{recipe.name}_0"]


def keras_losses(runs: wellfit.Runs, recipe: Recipe) -> dict[str, list[float]]:
    """Lowest and last validation loss of each seed as Keras counts it: with the penalty after the epoch.

    Curves have the penalty's mean over an epoch's steps. After the last epoch it is computed from the weights, after
    the others taken as the mean of the epochs beside.
    """
    losses = runs.measure(recipe.name, "validation_loss")
    if recipe.regularization.l1 or recipe.regularization.l2:
        means = runs.measure(recipe.name, "penalty")
        seeds = [member.seed for member in runs.of(recipe.name)]
        models = [runs.model(recipe.name, seed, weights="last") for seed in seeds]
        last = np.array([[float(sum(model.losses))] for model in models])
        losses = losses + np.concatenate([(means[:, :-1] + means[:, 1:]) / 2, last], axis=1)
    return {"best": np.nanmin(losses, axis=1).tolist(), "last": losses[:, -1].tolist()}


if __name__ == "__main__":
    main()
