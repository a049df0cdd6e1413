"""Do the rows of a test source look like the training rows?"""

import numpy as np
import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.wording import listing

SAMPLE = 20_000
FEWEST_ROWS = 50
MOST_LEVELS = 100
# Of the distance from 0 (the same) to 1 (nothing in common).
FAR = 0.2


def check(own: pl.DataFrame, test: pl.DataFrame) -> tuple[Finding, ...]:
    """Warns about columns, target included, that are distributed otherwise in `test` than in `own`.

    Numbers are compared by the largest difference of their cumulative distributions (the
    Kolmogorov-Smirnov distance), categories by the total variation distance; both run from 0, the same,
    to 1, nothing in common, and 0.2 is called far. Both frames have the same columns.

    >>> own = pl.DataFrame({"a": range(100), "b": range(100)})
    >>> check(own, own.with_columns(pl.col("b") + 50))[0].columns
    ('b',)
    """
    if min(own.height, test.height) < FEWEST_ROWS:
        return ()
    own, test = _sample(own), _sample(test)
    distances = {name: _distance(own[name], test[name]) for name in own.columns}
    far = {name: distance for name, distance in distances.items() if distance > FAR + _noise(own.height, test.height)}
    if not far:
        return ()
    ordered = sorted(far, key=lambda name: -far[name])
    sentence = (
        f"The test source differs from the training rows in {listing(ordered)} (largest distance {far[ordered[0]]:.2f} "
        "on a scale from 0, the same, to 1, nothing in common): its scores will differ from those on held-out rows of "
        "the training source."
    )
    return (Finding(kind="shift", sentence=sentence, severity="warning", columns=tuple(ordered)),)


def _sample(frame: pl.DataFrame) -> pl.DataFrame:
    if frame.height <= SAMPLE:
        return frame
    return frame[np.linspace(0, frame.height - 1, SAMPLE).astype(np.int64)]


def _noise(first: int, second: int) -> float:
    """What the distance of two samples of one distribution stays under in 99.9 % of cases (Smirnov 1939)."""
    return float(1.95 * np.sqrt((first + second) / (first * second)))


def _distance(own: pl.Series, test: pl.Series) -> float:
    if own.dtype.is_numeric():
        return _between_numbers(_known(own), _known(test))
    if own.dtype.is_nested() or own.dtype.is_temporal() or own.n_unique() > MOST_LEVELS:
        return 0.0
    return _between_levels(own.cast(pl.String), test.cast(pl.String))


def _known(column: pl.Series) -> np.ndarray:
    return np.sort(column.cast(pl.Float64).fill_nan(None).drop_nulls().to_numpy())


def _between_numbers(own: np.ndarray, test: np.ndarray) -> float:
    if not len(own) or not len(test):
        return 0.0
    points = np.concatenate([own, test])
    below_own = np.searchsorted(own, points, side="right") / len(own)
    below_test = np.searchsorted(test, points, side="right") / len(test)
    return float(np.abs(below_own - below_test).max())


def _between_levels(own: pl.Series, test: pl.Series) -> float:
    shares = [dict(column.value_counts(normalize=True).iter_rows()) for column in (own, test)]
    levels = set(shares[0]) | set(shares[1])
    return sum(abs(shares[0].get(level, 0.0) - shares[1].get(level, 0.0)) for level in levels) / 2
