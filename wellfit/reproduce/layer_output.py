"""A layer's output before and after dropout, in training and in use."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from wellfit.reproduce.experiment import LayerOutput
from wellfit.reproduce.found import Found

BEFORE, TRAINING, USE = "before", "in training", "in use"


def layer_values(setting: LayerOutput, seeds: Sequence[int]) -> pl.DataFrame:
    """The outputs that are drawn: a row for each seed, state, row and unit."""
    rows, units = setting.drawn
    frames = []
    for seed in seeds:
        for state, values in _states(setting.rate, (rows, units), seed).items():
            place = {"row": np.repeat(np.arange(1, rows + 1), units), "unit": np.tile(np.arange(1, units + 1), rows)}
            frame = pl.DataFrame({**place, "value": values.reshape(-1)})
            frames.append(frame.select(pl.lit(seed).alias("seed"), pl.lit(state).alias("state"), pl.all()))
    return pl.concat(frames)


def measured(setting: LayerOutput, seeds: Sequence[int], name: str) -> Found:
    """What is measured on many rows, one number a seed, in the form in which claims are judged."""
    measures = [_measures(_states(setting.rate, setting.measured, seed)) for seed in seeds]
    frame = pl.DataFrame(measures).with_columns(
        pl.lit(name).alias("variant"), pl.Series("seed", list(seeds)), pl.lit(1).alias("epoch")
    )
    return Found(curves=frame, rows={}, same_rows=True)


def _measures(states: dict[str, np.ndarray]) -> dict[str, float]:
    before, training, use = states[BEFORE], states[TRAINING], states[USE]
    kept = training != 0
    return {
        "zeroed": float(1 - kept.mean()),
        "factor": float((training[kept] / before[kept]).mean()) if kept.any() else float("nan"),
        "mean_ratio": float(training.mean() / before.mean()),
        "change_in_use": float(np.abs(use - before).max()),
    }


def _states(rate: float, shape: tuple[int, int], seed: int) -> dict[str, np.ndarray]:
    """The same output as it is, and as Keras' layer hands it on; uniform from 0 to 1, and never quite 0."""
    from wellfit.backend import keras

    output = np.random.default_rng(seed).uniform(0.01, 1.0, shape).astype(np.float32)
    layer = keras.layers.Dropout(rate, seed=seed)
    after = {state: layer(output, training=state == TRAINING) for state in (TRAINING, USE)}
    return {BEFORE: output, **{state: keras.ops.convert_to_numpy(values) for state, values in after.items()}}
