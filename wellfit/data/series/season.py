"""The cycles that a series may run through, and how long a window should be."""

from collections.abc import Mapping

import numpy as np

from wellfit.data.series.clock import DAY, Clock

# Cycles of people and of the earth, in microseconds.
CYCLES: Mapping[str, float] = {
    "minute": DAY / 1440,
    "hour": DAY / 24,
    "day": DAY,
    "week": 7 * DAY,
    "year": 365.2425 * DAY,
}
# A cycle of fewer steps has no shape; one that the training rows hold less than twice cannot be told from a trend.
LEAST_STEPS, LEAST_REPEATS = 4, 2
# Of cycles that repeat equally well, but for rounding, the shortest is taken.
TIE = 1e-9
# So many steps a window has at least and at most; and it takes at most this part of the rows.
SHORTEST, LONGEST, LARGEST_SHARE = 8, 96, 0.1


def candidates(clock: Clock, rows: int) -> list[int]:
    """The lengths in steps of the cycles that the clock and so many training rows allow, shortest first.

    >>> candidates(Clock(columns=("t",), unit="time", layout=None, start=0.0, step=3.6e9), 20_000)
    [24, 168, 8766]
    """
    if clock.unit == "number":
        return []
    steps = {12 / clock.step} if clock.unit == "months" else {length / clock.step for length in CYCLES.values()}
    lengths = sorted(round(length) for length in steps if abs(length - round(length)) < 0.01 * length)
    return [length for length in lengths if length >= LEAST_STEPS and LEAST_REPEATS * length <= rows]


def season(history: np.ndarray, truth: np.ndarray, lengths: list[int], horizon: int) -> int | None:
    """The cycle whose last round forecasts best: the lowest mean absolute error of the seasonal naive forecast.

    Args:
        history: [places] the target as far as known, up to the last training row.
        truth: [places] the target where it is known, NaN elsewhere, as long.
        lengths: of the cycles, in steps.
        horizon: in steps.
    """
    errors = {}
    for length in lengths:
        back = length * -(-horizon // length)
        found = np.abs(truth[back:] - history[:-back])
        if np.isfinite(found).any():
            errors[length] = float(np.nanmean(found))
    # A cycle that the horizon is a multiple of says what the naive forecast says anyway.
    other = {length: error for length, error in errors.items() if horizon % length} or errors
    lowest = min(other.values(), default=0.0)
    return next((length for length, error in other.items() if error <= lowest * (1 + TIE) + TIE), None)


def default_window(lengths: list[int], horizon: int, places: int) -> int:
    """Two rounds of the shortest cycle, at least the horizon, from 8 to 96 steps and at most a tenth of the series.

    >>> default_window([24, 168], 24, 40_000), default_window([], 1, 200)
    (48, 16)
    """
    wanted = max(2 * lengths[0] if lengths else 2 * SHORTEST, horizon, SHORTEST)
    return max(1, min(wanted, LONGEST, int(LARGEST_SHARE * places)))
