"""Rows of a series parted by time, so that nothing is judged by what came before it was known."""

import numpy as np

from wellfit.data.splits import FEWEST_ROWS, MOST_HELD_OUT, MOST_TEST, Fractions, Splits
from wellfit.data.wording import count
from wellfit.errors import DataError

FEWEST_HELD_OUT = 3


def split_by_time(places: np.ndarray, horizon: int) -> Splits:
    """The first 64 % of the rows train, then come 12 % each to choose the epoch, to rank the recipes, and to test.

    Between two splits, rows are left out until the last target of the earlier one is known: `horizon` - 1 steps. So
    every forecast of a split could have been made with all targets of the splits before it, and with no other.

    Args:
        places: [rows] the place in time of each row, rising.
        horizon: the steps to the target.

    Raises:
        DataError: too few rows for that.

    >>> parts = split_by_time(np.arange(100), 5)
    >>> [(int(rows[0]), int(rows[-1])) for rows in (parts.train, parts.validation, parts.selection, parts.test)]
    [(0, 59), (64, 71), (76, 83), (88, 99)]
    """
    shares, rows = Fractions(), len(places)
    test = min(round(shares.test * rows), MOST_TEST)
    selection, validation = (min(round(share * rows), MOST_HELD_OUT) for share in (shares.selection, shares.validation))
    ends = np.cumsum([rows - test - selection - validation, validation, selection, test])
    starts = [0, *ends[:-1]]
    parts = []
    for start, end, later in zip(starts, ends, [*ends[:-1], None], strict=True):
        numbers = np.arange(start, end, dtype=np.int64)
        # The first row of the next split must come when the last target here is known.
        parts.append(numbers if later is None else numbers[places[numbers] + horizon <= places[later]])
    if rows < FEWEST_ROWS or min(map(len, parts)) < FEWEST_HELD_OUT:
        raise DataError(_too_few(rows, horizon))
    return Splits(train=parts[0], validation=parts[1], selection=parts[2], test=parts[3])


def _too_few(rows: int, horizon: int) -> str:
    wanted = max(FEWEST_ROWS, -(-(horizon + FEWEST_HELD_OUT) // 12) * 100)
    return (
        f"There {'is' if rows == 1 else 'are'} {count(rows, 'row')} with enough rows before and a known target "
        f"{count(horizon, 'step')} later; expected were about {wanted:,} or more, to be parted by time into training, "
        "validation, selection and test rows with that distance between them. Give a longer series, a smaller "
        "--horizon, or a smaller --window."
    )
