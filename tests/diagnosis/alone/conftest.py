"""Histories whose truth is known: an expected course, and noise in which an epoch resembles the one before."""

import numpy as np
import pytest

from wellfit.diagnosis.alone import CurveEvidence


def falls(epoch):
    return 0.2 + 0.5 * np.exp(-epoch / 2)


def by_heart(epoch):
    return 0.05 + 0.6 * np.exp(-epoch / 4)


def turns(epoch):
    """Lowest where 0.25 exp(-e/2) = 0.01, at e = 2 ln 25 = 6.4."""
    return falls(epoch) + 0.01 * np.maximum(epoch - 4, 0)


def slowly(epoch):
    return 0.25 + 0.4 * np.exp(-epoch / 20)


def level(epoch):
    return 0.7 + 0 * epoch


def worsening(epoch):
    return 0.7 + 0.02 * epoch


def rises_at_once(epoch):
    return 0.69 + 0.01 * epoch


COURSES = {
    "overfit": (turns, by_heart),
    "still falling": (slowly, slowly),
    "levels off": (falls, by_heart),
    "flat": (level, level),
    "diverged": (worsening, worsening),
    "by heart": (rises_at_once, by_heart),
}


def noise(generator, runs, epochs, size, resemblance):
    drawn = generator.normal(0, size, (runs, epochs))
    for epoch in range(1, epochs):
        drawn[:, epoch] = resemblance * drawn[:, epoch - 1] + np.sqrt(1 - resemblance**2) * drawn[:, epoch]
    return drawn


def simulate(course, *, truth, runs=1, epochs=20, bounces=0.005, resemblance=0.5, constant=None):
    generator = np.random.default_rng(truth)
    validation, training = COURSES[course]
    at = np.arange(1, epochs + 1)
    return CurveEvidence(
        train_loss=training(at) + noise(generator, runs, epochs, bounces / 2, resemblance),
        validation_loss=validation(at) + noise(generator, runs, epochs, bounces, resemblance),
        epochs=at,
        failed=np.zeros(runs, dtype=bool),
        constant=constant,
    )


@pytest.fixture
def simulated():
    """The simulation, handed to tests as a fixture since test files do not import each other."""
    return simulate
