"""Cycles, windows, and which cycle repeats best."""

import numpy as np
import pytest

from wellfit.data.series.clock import DAY, Clock
from wellfit.data.series.season import candidates, default_window, season


def clock(step, unit="time"):
    return Clock(columns=("t",), unit=unit, layout=None, start=0.0, step=step)


@pytest.mark.parametrize(
    "made, rows, lengths",
    [
        (clock(DAY / 24), 300, [24]),
        (clock(DAY / 96), 10_000, [4, 96, 672]),
        (clock(float(DAY)), 1_000, [7, 365]),
        (clock(1.0, "months"), 100, [12]),
        (clock(3.0, "months"), 100, [4]),
        (clock(12.0, "months"), 100, []),
        (clock(1.0, "number"), 10_000, []),
        (clock(float(DAY)), 13, []),
    ],
)
def test_candidates(made, rows, lengths):
    assert candidates(made, rows) == lengths


def test_the_cycle_that_is_there_is_found():
    values = np.sin(2 * np.pi * np.arange(600) / 24)
    assert season(values, values, [7, 24, 168], horizon=5) == 24


def test_a_cycle_that_says_what_the_last_value_says_is_not_taken_where_there_is_another():
    values = np.sin(2 * np.pi * np.arange(600) / 24)
    assert season(values, values, [24, 100], horizon=48) == 100
    assert season(values, values, [24], horizon=48) == 24
    assert season(values, values, [], horizon=1) is None


@pytest.mark.parametrize(
    "lengths, horizon, places, window",
    [([24, 168], 1, 9_000, 48), ([7], 30, 9_000, 30), ([], 1, 9_000, 16), ([96], 1, 9_000, 96), ([7], 1, 50, 5)],
)
def test_default_windows(lengths, horizon, places, window):
    assert default_window(lengths, horizon, places) == window
