"""Learning curves and row losses whose truth is known, for the tests of verdicts."""

from collections.abc import Callable

import numpy as np
import pytest

from wellfit.diagnosis import Evidence

CONSTANT = 0.69


def bounce(generator: np.random.Generator, seeds: int, epochs: int, size: float) -> np.ndarray:
    """First-order autoregressive noise: an epoch resembles the one before, as weights do."""
    noise = generator.normal(0, size, (seeds, epochs))
    for epoch in range(1, epochs):
        noise[:, epoch] = 0.5 * noise[:, epoch - 1] + np.sqrt(0.75) * noise[:, epoch]
    return noise


def simulate(
    held_out: Callable[[np.ndarray], np.ndarray],
    training: Callable[[np.ndarray], np.ndarray],
    *,
    truth: int,
    seeds: int = 5,
    epochs: int = 20,
    rows: int = 200,
    bounces: float = 0.005,
    spread: float = 0.3,
    bigger: float | None = 0.0,
    **others: object,
) -> Evidence:
    """Evidence whose expected losses are `held_out` and `training` of the epoch (from 1).

    A seed's bouncing shows in validation and selection alike, since it is the weights that bounce;
    the rows of the two splits differ. `bigger` is what a larger network adds to the loss.
    """
    generator = np.random.default_rng(truth)
    at = np.arange(1, epochs + 1)
    wobble = bounce(generator, seeds, epochs, bounces)
    validation = held_out(at) + wobble + generator.normal(0, spread / np.sqrt(rows)) + np.zeros((seeds, epochs))
    best = validation.argmin(axis=1)
    row = generator.normal(0, spread, rows)

    def rows_at(epoch: np.ndarray) -> np.ndarray:
        own = row + generator.normal(0, spread / 3, (seeds, rows))
        return held_out(at)[epoch][:, None] + wobble[np.arange(seeds), epoch][:, None] + own

    fields = {
        "train_loss": training(at) + bounce(generator, seeds, epochs, bounces / 2),
        "validation_loss": validation,
        "selection_best": rows_at(best),
        "selection_last": rows_at(np.full(seeds, epochs - 1)),
        "constant_rows": CONSTANT + generator.normal(0, spread / 3, rows),
        "constant_train": CONSTANT,
        "failed": np.zeros(seeds, dtype=bool),
        "bigger_best": None if bigger is None else rows_at(best) + bigger,
        "input_can_be_fitted": True,
    }
    return Evidence(**{**fields, **others})


@pytest.fixture
def simulated() -> Callable[..., Evidence]:
    """The simulation, handed to tests as a fixture since test files do not import each other."""
    return simulate
