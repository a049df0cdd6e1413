"""Prints what augmentation adds to a training step of the small convnet: `python benchmarks/augmentation.py`."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import jax
import numpy as np
from parts.machine import machine

from wellfit.data.dataset import Dataset
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.engine.folds import facts
from wellfit.engine.hyper import hyper
from wellfit.engine.shape import uses
from wellfit.engine.step import train_step
from wellfit.engine.template import Template
from wellfit.recipes.augmentation import Augmentation
from wellfit.recipes.networks import ConvolutionalNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.training import Training

MOST = 0.2  # share of a step that it may add
SIZE, BATCH = 150, 32


def main() -> int:
    """Take turns with and without it; 1 where it took more than it may."""
    asked = options().parse_args()
    data = pictures()
    plain = Recipe(name="plain", network=ConvolutionalNetwork(), batch_size=BATCH)
    changes = Augmentation(**{**vars(Augmentation.usual()), "erasing": 0.25})
    changed = replace(plain, training=Training(augmentation=changes))
    steps = [step(recipe, data) for recipe in (plain, changed)]
    seconds = np.array([[timed(one) for one in steps] for _ in range(asked.steps)])
    # Of each the fastest: whatever else the machine does only adds to it.
    without, with_changes = seconds.min(axis=0) / BATCH * 1000
    found = {
        "milliseconds_an_image": float(without),
        "with_augmentation": float(with_changes),
        "share": float(with_changes / without - 1),
        "at_most": MOST,
    }
    print(json.dumps({"result": found, "machine": machine()}, indent=1))
    return int(found["share"] > MOST)


def step(recipe: Recipe, data: Dataset) -> Callable[[], Any]:
    """A compiled step of one member on one batch, which has run once."""
    template = Template(recipe, data, uses([recipe]))
    fact = facts(data, 1)[0]
    member, given = template.start(recipe, 0, 0, fact), hyper(recipe, fact, 0)
    images, target = data.blocks["image"].astype(np.float32), data.target
    compiled = jax.jit(partial(train_step, template))
    call = partial(compiled, member.weights, member.optimizer, given, [images], target, np.ones(BATCH, bool))
    jax.block_until_ready(call())
    return call


def timed(call: Callable[[], Any]) -> float:
    """Seconds that a call took."""
    began = time.perf_counter()
    jax.block_until_ready(call())
    return time.perf_counter() - began


def pictures() -> Dataset:
    """One batch of noise, of two classes."""
    random, none = np.random.default_rng(0), np.zeros(0, np.int64)
    pixels = random.integers(0, 256, (BATCH, SIZE, SIZE, 3)).astype(np.uint8)
    splits = Splits(train=np.arange(BATCH), validation=none, selection=none, test=none)
    return from_arrays({"image": pixels}, np.arange(BATCH) % 2, kind="binary", splits=splits)


def options() -> argparse.ArgumentParser:
    """What the command line knows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", metavar="N", type=int, default=30, help="steps of each (default 30)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
